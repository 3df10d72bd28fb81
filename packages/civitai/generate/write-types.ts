import { descriptions } from '../src/engines/descriptions.ts';
import { enginesOf, maskFieldOf, ownFields } from '../src/engines/options.ts';
import { fieldsOfEntry, readTables, type Field, type Variant } from '../src/engines/variant.ts';
import type { Published } from './published.ts';
import { tablesOf } from './write-data.ts';

const checkpoint = ':checkpoint';
const isCheckpoint = ([id]: readonly [string, unknown]): boolean => id.endsWith(checkpoint);

/** The types of the options of every id, as far as its model does not share them with all others. */
export function typesOf(published: Published): string {
  const models = [...readTables(tablesOf(published))];
  const all = new Map<string, Set<string>>();
  const options = models.map(([id, variants]): [string, ReadonlyMap<string, string>] => [
    id,
    optionsOf(variants),
  ]);
  for (const [, ofModel] of options) {
    for (const [option, type] of ofModel) all.set(option, (all.get(option) ?? new Set()).add(type));
  }
  const ofAll = new Map([...all].map(([option, types]) => [option, union([...types])]));
  const line = ([id, own]: [string, ReadonlyMap<string, string>]) => {
    const shared = [...own].flatMap(([option, type]) => (type === ofAll.get(option) ? [`'${option}'`] : []));
    const narrowed = [...own].flatMap(([option, type]) =>
      type === ofAll.get(option) ? [] : [`${option}?: ${type} | undefined`],
    );
    const parts = [
      ...(shared.length > 0 ? [`Pick<EngineOptions, ${shared.join(' | ')}>`] : []),
      ...(narrowed.length > 0 ? [`{ ${narrowed.join('; ')} }`] : []),
    ];
    return `  '${id.replace(checkpoint, '')}': ${parts.join(' & ') || 'unknown'};`;
  };
  return [
    entryType('A picture that guides the composition.', 'CivitaiControlNet', 'ImageJobControlNet'),
    entryType('A picture whose style is taken.', 'CivitaiStyleReference', 'Krea2StyleReference'),
    '/** Options of all engines; where models differ in their words, those of all. */',
    'export type EngineOptions = {',
    ...[...ofAll]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([option, type]) => [
        `  /** ${descriptions[option]} */`,
        `  ${option}?: ${type} | undefined;`,
      ]),
    '};',
    '',
    '/** Options of each model. */',
    'export type EngineOptionsById = {',
    ...options.filter(entry => !isCheckpoint(entry)).map(line),
    '};',
    '',
    '/** Options of the checkpoints of each ecosystem. */',
    'export type CheckpointOptionsByEcosystem = {',
    ...options.filter(isCheckpoint).map(line),
    '};',
    '',
    '/** Ids of models of other engines than that of Grok. */',
    'export type EngineModelId = keyof EngineOptionsById;',
    '',
  ].join('\n');
}

function optionsOf(variants: readonly Variant[]): ReadonlyMap<string, string> {
  const engines = enginesOf(variants);
  return new Map([
    ...(engines.length > 1 ? [['engine', words(engines)] as const] : []),
    ...(variants.some(maskFieldOf) ? [['mask', 'string'] as const] : []),
    ...[...ownFields(variants)].map(([option, field]) => [option, typeOf(field)] as const),
  ]);
}

function typeOf({ kind, limits }: Field): string {
  switch (kind) {
    case 'word':
      return words(limits);
    case 'flag':
      return 'boolean';
    case 'text':
    case 'air':
      return 'string';
    case 'whole':
    case 'number':
      return 'number';
    case 'weights':
    case 'loras':
      return 'Record<string, number>';
    case 'list:Air':
      return 'string[]';
    case 'list:ImageJobControlNet':
      return 'CivitaiControlNet[]';
    case 'list:Krea2StyleReference':
      return 'CivitaiStyleReference[]';
    default:
      throw new TypeError(
        `Failed to write the types: a field is of the kind ${kind}, which has none. Teach it.`,
      );
  }
}

function entryType(text: string, name: string, entry: string): string {
  const fields = fieldsOfEntry(entry).map(field =>
    field.isRequired ? `${field.name}: ${typeOf(field)};` : `${field.name}?: ${typeOf(field)} | undefined;`,
  );
  return `/** ${text} */\nexport type ${name} = { ${fields.join(' ')} };\n`;
}

function words(list: readonly string[]): string {
  return list.map(word => `'${word}'`).join(' | ');
}

function union(types: readonly string[]): string {
  return [...new Set(types.flatMap(type => type.split(' | ')))].join(' | ');
}
