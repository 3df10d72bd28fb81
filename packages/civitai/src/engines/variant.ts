import { entries, fields } from './generated/fields.ts';
import { models, variants } from './generated/variants.ts';

/** A field of an engine's input. */
export interface Field {
  readonly name: string;
  /** `text`, `word`, `whole`, `number`, `flag`, `air`, `weights`, `loras`, or `list:` and what it is a list of. */
  readonly kind: string;
  /** Its words, else its least and its most; empty where there is none. */
  readonly limits: readonly string[];
  /** What is sent where it must be there and is left out. */
  readonly usual: string | undefined;
  readonly isRequired: boolean;
}

/** One kind of input of the service. */
export interface Variant {
  /** What tells it from the others, in the order in which they are sent. */
  readonly discriminators: Readonly<Record<string, string>>;
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields that the model's id decides; `*` stands for the id itself, the urn of a checkpoint. */
  readonly set: Readonly<Record<string, string>>;
}

/** The tables are read when the first id is asked for that is none of Grok. */
let known: ReadonlyMap<string, readonly Variant[]> | undefined;

/** The variants of every id, the usual engine first; those of a checkpoint stand under `<ecosystem>:checkpoint`. */
export function variantsById(): ReadonlyMap<string, readonly Variant[]> {
  known ??= readTables({ fields, variants, models });
  return known;
}

/** The fields of an object within a list. */
export function fieldsOfEntry(name: string): readonly Field[] {
  return entries.split('\n').flatMap(line => {
    const [entry, ...words] = line.split(' ');
    const [field = ''] = words;
    if (entry !== name) return [];
    return [{ ...readField(words.join(' ').replace('!', '')), isRequired: field.endsWith('!') }];
  });
}

/** What the tables of models are, as `pnpm generate:civitai` writes them. */
interface Tables {
  readonly fields: string;
  readonly variants: string;
  readonly models: string;
}

/** Reads the tables. */
export function readTables(tables: Tables): ReadonlyMap<string, readonly Variant[]> {
  const all = tables.fields.split('\n').map(readField);
  const rows = tables.variants.split('\n').map(line => {
    const [discriminators = '', ...places] = line.split(' ');
    const own = places.flatMap(place => {
      const field = all[Number.parseInt(place, 10)];
      return field === undefined ? [] : [{ ...field, isRequired: place.endsWith('!') }];
    });
    return {
      discriminators: readPairs(discriminators.split(',')),
      fields: new Map(own.map(field => [field.name, field])),
    };
  });
  return new Map(
    tables.models.split('\n').map(line => {
      const [id = '', ...parts] = line.split(' ');
      const ofModel = parts.flatMap(part => {
        const [place, ...set] = part.split(',');
        const row = rows[Number(place)];
        return row === undefined ? [] : [{ ...row, set: readPairs(set) }];
      });
      return [id, ofModel];
    }),
  );
}

function readField(line: string): Field {
  const [name = '', kind = '', ...rest] = line.split(' ');
  const count = kind === 'word' ? 1 : kind === 'air' || kind === 'flag' ? 0 : 2;
  const limits = kind === 'word' ? (rest[0] ?? '').split('|') : rest.slice(0, count);
  return { name, kind, limits, usual: rest[count], isRequired: false };
}

function readPairs(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map(pair => pair.split('=', 2)));
}

/** The number that limits a field from below (`0`) or above (`1`), or the count of its list. */
export function limitOf({ limits }: Field, place: 0 | 1): number | undefined {
  const limit = limits[place];
  return limit === undefined || limit === '' ? undefined : Number(limit);
}
