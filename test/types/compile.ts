import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The compilers, by the alias under which they are installed. */
export type Compiler = 'typescript' | 'typescript59';

/** What a consumer's configuration may differ in. */
export interface Configuration {
  readonly compiler: Compiler;
  readonly resolution: 'nodenext' | 'node16' | 'bundler';
  readonly exactOptional: boolean;
}

/** One complaint of a compiler; lines start at 1. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const directory = import.meta.dirname;
/** Below `node_modules`, so that no other check of the workspace reads what is generated. */
const scratch = path.join(directory, 'node_modules', '.fixtures');

/** What is compiled in one program. */
export interface Sources {
  /** Of the program, so that several can be compiled at the same time. */
  readonly name: string;
  /** Files of this folder. */
  readonly files?: readonly string[];
  /** Text of further files, by their names. */
  readonly generated: Readonly<Record<string, string>>;
}

/** Compiles files as a consumer does. */
export async function compile(
  configuration: Configuration,
  { name, files = [], generated }: Sources,
): Promise<Diagnostic[]> {
  const { compiler, resolution, exactOptional } = configuration;
  const folder = path.join(scratch, `${name}-${compiler}-${resolution}-${exactOptional}`);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(generated)) await writeFile(path.join(folder, file), text);
  const config = path.join(folder, 'tsconfig.json');
  await writeFile(
    config,
    JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
        module: resolution === 'bundler' ? 'esnext' : resolution,
        moduleResolution: resolution,
        customConditions: ['@grok-image/source'],
        allowImportingTsExtensions: true,
        exactOptionalPropertyTypes: exactOptional,
        noEmit: true,
        skipLibCheck: true,
        strict: true,
        types: ['node'],
      },
      files: [...files.map(file => path.join(directory, file)), ...Object.keys(generated)],
    }),
  );
  return parse(await run(compiler, config));
}

async function run(compiler: Compiler, config: string): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve(`${compiler}/package.json`);
  const tsc = path.join(path.dirname(manifest), 'bin', 'tsc');
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [tsc, '-p', config, '--pretty', 'false'],
      { cwd: directory, maxBuffer: 2 ** 26 },
      // Diagnostics make the compiler fail, and they are what is wanted.
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}

function parse(output: string): Diagnostic[] {
  const starts = /^(.+?)\((\d+),\d+\): error (.+)$/;
  const lines = output.split('\n').filter(line => line !== '' && !line.startsWith(' '));
  return lines.map(text => {
    const [, file = 'compiler', line = '0', message = text] = starts.exec(text) ?? [];
    return { file: path.resolve(directory, file), line: Number(line), message };
  });
}
