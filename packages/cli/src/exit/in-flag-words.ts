import { toFlag } from '../flags/flag.ts';

/** What arguments of a call are called on the command line. */
const ofCall: readonly (readonly [form: RegExp, words: string])[] = [
  [/\bInvalid n:/g, 'Invalid -n:'],
  [/\bInvalid aspectRatio:/g, 'Invalid --ratio:'],
  [/\bInvalid (size|prompt|seed):/g, 'Invalid --$1:'],
  [/, or pass apiKey\./g, ', or put it into the file .env.'],
];

/** A message of a provider in the words of the command line: `providerOptions.xai.quality` is `--quality` here. */
export function inFlagWords(message: string): string {
  const named = message.replaceAll(/\bproviderOptions\.(?:xai|civitai)\.(\w+)/g, (_, name: string) =>
    name === 'aspectRatio' ? '--ratio' : name === 'images' ? '--edit' : toFlag(name),
  );
  return ofCall.reduce((text, [form, words]) => text.replaceAll(form, words), named);
}
