import { fieldOf } from '../caller/errors.ts';
import { askedBy } from '../caller/generate-call.ts';
import { wishOf, type PlayedCall } from '../caller/told.ts';
import type { Play } from '../play.ts';
import { fieldsOf, listOf, parsed } from '../service/json.ts';
import { sizeOf } from '../service/work.ts';
import { billsFor, exchangesOf } from './facts.ts';
import type { Violation } from './violation.ts';

const saysMissing = /\bmissing\b|did not come back|could not be fetched|came without/i;

/** Nothing asked is dropped, and nothing else than asked is delivered, without a warning; no warning is untrue. */
export function asAsked(play: Play): readonly Violation[] {
  return play.calls.flatMap(call => [
    ...droppedFields(play, call),
    ...otherPictures(play, call),
    ...wrongNumbers(play, call),
    ...unlistedEntries(play, call),
    ...badAdvice(play, call),
  ]);
}

/** What was asked stands in the request, or a warning says otherwise. */
function droppedFields(play: Play, call: PlayedCall): Violation[] {
  const { scenario } = play;
  if (call.script.asks === undefined || scenario.service === 'batch' || scenario.service === 'files')
    return [];
  const asked = { ratio: '16:9', resolution: call.script.asks === 'ratio' ? undefined : '2k' };
  const bodies = exchangesOf(play, call, 'submit').map(({ body }) => fieldsOf(parsed(body)));
  const dropped = bodies.some(body => {
    const steps = listOf(body['steps']).map(fieldsOf);
    const input = fieldsOf(steps.find(step => step['$type'] === 'imageGen')?.['input']);
    const sent = scenario.service === 'civitai' ? input : body;
    const ratio = sent['aspectRatio'] ?? sent['aspect_ratio'];
    return (
      ratio !== asked.ratio || (asked.resolution !== undefined && sent['resolution'] !== asked.resolution)
    );
  });
  if (!dropped || call.warnings.length > 0) return [];
  return [violation(play, 'dropped', 'the request lacks what was asked, and no warning says so')];
}

function otherPictures(play: Play, call: PlayedCall): Violation[] {
  if (play.scenario.service === 'batch' || call.end !== 'result') return [];
  if (call.warnings.some(warning => !saysMissing.test(warning))) return [];
  const pictures = play.bills.flatMap(bill => bill.pictures.map(picture => ({ bill, picture })));
  const { options } = askedBy(play.scenario, call.script);
  const asked = {
    ratio: call.script.asks === undefined ? undefined : '16:9',
    resolution: call.script.asks === 'ratio and resolution' ? '2k' : undefined,
  };
  for (const { number } of call.images) {
    const found = pictures.find(({ picture }) => picture.number === number);
    if (found === undefined) continue;
    const { bill, picture } = found;
    // A service that does not echo what it was asked leaves nothing to tell by.
    if (bill.wish !== wishOf(call) && !play.scenario.world.careless) {
      return [
        violation(
          play,
          `another's picture`,
          `picture ${number} was made for another wish, without a warning`,
        ),
      ];
    }
    if (call.script.asks === undefined) continue;
    const { width, height } = sizeOf(asked);
    if (picture.width !== width || picture.height !== height) {
      const text = `${width}x${height} was asked for, ${picture.width}x${picture.height} came, without a warning`;
      return [violation(play, 'another shape', text)];
    }
    if (fieldOf(options, 'outputFormat') === 'png' && picture.type !== 'png') {
      return [violation(play, 'another type', 'PNG was asked for, JPEG came, without a warning')];
    }
  }
  return [];
}

function wrongNumbers(play: Play, call: PlayedCall): Violation[] {
  const { service } = play.scenario;
  if (call.end !== 'result' || service === 'batch' || service === 'files') return [];
  const { n } = call.script;
  const count = call.images.length;
  if (count > n && call.warnings.length === 0) {
    return [violation(play, 'more than asked', `${count} pictures came for ${n}, without a warning`)];
  }
  if (count < n && call.warnings.length === 0) {
    return [violation(play, 'fewer than asked', `${count} pictures came for ${n}, without a warning`)];
  }
  // What came too much may stand for what is missing.
  if (play.scenario.world.extra !== undefined) return [];
  // Under a key that others use too, it may be theirs that is missing.
  const others = play.calls.some(other => other !== call && other.script.key === call.script.key);
  if (others && call.script.key !== undefined) return [];
  const untrue = call.warnings.find(warning => saysMissing.test(warning));
  const made = billsFor(play, call).reduce((sum, { pictures }) => sum + pictures.length, 0);
  if (count >= n && count >= made && untrue !== undefined) {
    return [violation(play, 'untrue warning', `all came, and a warning says "${untrue}"`)];
  }
  return [];
}

/** A list that ends without an error holds all that there is; what is kept is what was sent. */
function unlistedEntries(play: Play, call: PlayedCall): Violation[] {
  const { service } = play.scenario;
  if (service !== 'files' && service !== 'batch') return [];
  const of = (name: string): Set<string> =>
    new Set(call.progress.map(event => String(fieldOf(event, name))).filter(text => text !== 'undefined'));
  const garbled = [...play.files.values()].some(({ name }) => name === 'not a form');
  if (garbled)
    return [violation(play, 'upload is no form', 'the bytes that arrived are not those of the file')];
  const uploaded = of('uploaded');
  const listed = of('listed');
  if (listed.has('the end') && ![...uploaded].every(id => listed.has(id))) {
    const text = `${uploaded.size} files were uploaded, ${listed.size - 1} were listed`;
    return [violation(play, 'the list ends early', text)];
  }
  const seen = of('seen');
  if (service === 'batch' && call.end === 'result' && seen.size < call.script.n) {
    const text = `${call.script.n} requests were made, ${seen.size} results were read`;
    return [violation(play, 'the results end early', text)];
  }
  return [];
}

/** What an error advises works. */
function badAdvice(play: Play, { advised }: PlayedCall): Violation[] {
  if (advised !== 'same failure') return [];
  return [
    violation(play, 'advice that fails', 'the error says to send it again, and under its key it fails again'),
  ];
}

function violation({ scenario }: Play, what: string, text: string): Violation {
  const { careless, picture } = scenario.world;
  const why = what === 'another shape' ? ` | ${careless ? 'careless' : (picture ?? 'plain')}` : '';
  return { invariant: 'as asked', sign: `${scenario.service} | ${what}${why}`, text };
}
