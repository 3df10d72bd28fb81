import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  cruise,
  type ICruiseResult,
  type IForbiddenRuleType,
  type IModule,
  type IViolation,
} from 'dependency-cruiser';
import type { Arrows } from './arrows.ts';
import { toKnots, type Circle } from './knots.ts';

/** What was looked at, and what is wrong with it. */
export interface Report {
  /** One line a package: how many files and arrows were seen. */
  readonly seen: readonly string[];
  /** Empty when all is well. */
  readonly problems: readonly string[];
}

/** Tests may use the emulator, whatever package they are in. */
const tests = String.raw`\.test\.ts$|/src/test/`;

/**
 * Looks for circles of files in the sources of every package, type imports included, and for arrows between packages that
 * are not allowed. A look that missed a file or a package is a problem as well: a check that saw nothing must not be content.
 *
 * @param root - folder with `packages/`
 */
export async function checkCircles(root: string, arrows: Arrows): Promise<Report> {
  const packages = (await readdir(join(root, 'packages'))).toSorted();
  const { modules, summary } = await cruisePackages(root, packages, arrows);
  const looks = await Promise.all(packages.map(name => lookAt(root, name, modules)));
  return {
    seen: looks.map(({ line }) => line),
    problems: [
      ...(packages.length === 0 ? [`There is no package in ${root}.`] : []),
      ...looks.flatMap(({ problems }) => problems),
      ...packages.filter(name => !(name in arrows)).map(name => `${name}: it has no line in arrows.ts.`),
      ...summary.violations.filter(({ type }) => type === 'dependency').map(toSentence),
      ...toKnots(summary.violations.flatMap(toCircles)),
    ],
  };
}

async function cruisePackages(
  root: string,
  packages: readonly string[],
  arrows: Arrows,
): Promise<ICruiseResult> {
  const forbidden: IForbiddenRuleType[] = packages.map(name => ({
    name: `arrows of ${name}`,
    severity: 'error',
    from: { path: `^packages/${name}/`, pathNot: tests },
    to: { path: '^packages/', pathNot: `^packages/(${[name, ...(arrows[name] ?? [])].join('|')})/` },
  }));
  const { output } = await cruise(
    packages.map(name => `packages/${name}/src`),
    {
      baseDir: root,
      doNotFollow: { path: ['node_modules', '/dist/'] },
      ruleSet: {
        forbidden: [...forbidden, { name: 'circle', severity: 'error', from: {}, to: { circular: true } }],
      },
      tsPreCompilationDeps: true,
      validate: true,
    },
    { conditionNames: ['@grok-image/source', 'node', 'import', 'default'], exportsFields: ['exports'] },
  );
  if (typeof output === 'string') throw new TypeError('Failed to look for circles: the answer is a text.');
  return output;
}

/** Holds what was seen of a package to what stands in its folder. */
async function lookAt(
  root: string,
  name: string,
  modules: readonly IModule[],
): Promise<{ line: string; problems: string[] }> {
  const folder = `packages/${name}/src`;
  const entries = await readdir(join(root, folder), { recursive: true });
  const files = entries.filter(file => /\.tsx?$/.test(file)).map(file => `${folder}/${file}`);
  const seen = new Map(modules.map(module => [module.source, module]));
  const unseen = files.filter(file => !seen.has(file));
  const ownArrows = files.flatMap(file => seen.get(file)?.dependencies ?? []);
  const unresolved = ownArrows.filter(({ couldNotResolve }) => couldNotResolve);
  const isBlind = files.length > 1 && ownArrows.length < files.length / 2;
  return {
    line: `${name}: ${files.length - unseen.length} files, ${ownArrows.length} arrows`,
    problems: [
      ...(files.length === 0 ? [`${name}: it has no file.`] : []),
      ...(unseen.length > 0
        ? [`${name}: ${unseen.length} of ${files.length} files were not seen, e.g. ${unseen[0]}.`]
        : []),
      ...(isBlind ? [`${name}: only ${ownArrows.length} arrows of ${files.length} files were seen.`] : []),
      ...unresolved.map(({ module }) => `${name}: ${module} was not found.`),
    ],
  };
}

function toSentence({ from, to }: IViolation): string {
  return `${from} imports ${to}, which its package may not.`;
}

function toCircles({ from, cycle }: IViolation): Circle[] {
  return cycle === undefined ? [] : [[from, ...cycle.map(({ name }) => name).slice(0, -1)]];
}
