import type { Asked } from '../protocol/run.ts';
import type { CodeView } from '../protocol/watch.ts';
import type { Origin } from '../services/service.ts';
import { toLiteral, toText } from './literal.ts';

/** Majors of AI SDK, and what is different in each (their documentation, 2026-11). */
const majors = [
  { major: 7, entry: '', takesImages: true, isExperimental: false },
  { major: 6, entry: '/v3', takesImages: true, isExperimental: false },
  { major: 5, entry: '/v2', takesImages: false, isExperimental: true },
  { major: 4, entry: '/v1', takesImages: false, isExperimental: true },
] as const;

/** A call, and which provider it goes through. */
export interface TakenCall {
  readonly asked: Asked;
  readonly origin: Origin;
  /** Names of the files that the source images were saved in. */
  readonly sourceFiles: readonly string[];
}

/** The code of a call for each major of AI SDK, the newest first. Every program runs as it stands, with a key in the environment. */
export function toAiSdkCode(call: TakenCall): CodeView[] {
  return majors.map(major => ({
    title: `AI SDK ${major.major}`,
    language: 'ts',
    code: toProgram(call, major),
  }));
}

function toProgram({ asked, origin, sourceFiles }: TakenCall, major: (typeof majors)[number]): string {
  const { kind } = origin;
  const settings = { gateway: origin.gateway, baseURL: origin.baseURL };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const isOwn = given.length > 0;
  const [instance, factory] = kind === 'civitai' ? ['civitai', 'createCivitai'] : ['grok', 'createGrok'];
  const hasSources = sourceFiles.length > 0;
  const imports = [
    hasSources
      ? `import { readFile, writeFile } from 'node:fs/promises';`
      : `import { writeFile } from 'node:fs/promises';`,
    major.isExperimental
      ? `import { experimental_generateImage as generateImage } from 'ai';`
      : `import { generateImage } from 'ai';`,
    `import { ${isOwn ? factory : instance}, imageMetadata } from '@grok-image/${kind}${major.entry}';`,
  ];
  const made = isOwn ? [`const ${instance} = ${factory}(${toLiteral(Object.fromEntries(given))});`] : [];
  const encoding = major.takesImages ? '' : `, 'base64'`;
  const reads = sourceFiles.map(file => `await readFile(${toText(file)}${encoding})`);
  const sources = hasSources ? [`const images = [${reads.join(', ')}];`] : [];
  const body = [...made, ...sources];
  const options = toOptions(asked, kind, hasSources && !major.takesImages);
  const prompt =
    hasSources && major.takesImages
      ? `prompt: { text: ${toText(asked.prompt)}, images }`
      : `prompt: ${toText(asked.prompt)}`;
  const fields = [
    `model: ${instance}.image(${toText(asked.model)})`,
    prompt,
    ...(asked.n > 1 ? [`n: ${asked.n}`] : []),
    ...(asked.aspectRatio === undefined ? [] : [`aspectRatio: ${toText(asked.aspectRatio)}`]),
    ...(options === undefined ? [] : [`providerOptions: ${options}`]),
  ];
  const typeOf = major.major === 4 ? 'mimeType' : 'mediaType';
  return `${imports.join('\n')}

${body.map(line => `${line}\n`).join('')}${body.length > 0 ? '\n' : ''}const result = await generateImage({
${fields.map(field => `  ${field},\n`).join('')}});

for (const [index, image] of result.images.entries()) {
  await writeFile(\`\${index}.\${image.${typeOf}.split('/')[1]}\`, image.uint8Array);
}
console.log(imageMetadata(result));
`;
}

function toOptions({ options }: Asked, kind: string, hasImages: boolean): string | undefined {
  if (Object.keys(options).length === 0 && !hasImages) return undefined;
  const literal = toLiteral(options, 4);
  if (!hasImages) return `{ ${kind}: ${literal} }`;
  const inside = literal === '{}' ? '{ images }' : literal.replace(/^\{/, '{ images,');
  return `{ ${kind}: ${inside} }`;
}
