import { isRecord } from '@ai-sdk/provider-utils';
import { AISDKError } from '@ai-sdk/provider';
import type { AskLedger, LedgerOperation } from '../remote-ledger.ts';

/** At most so many in one script, as a server does nothing else meanwhile. */
const most = 50;

/** One operation, as a script takes it. */
export interface AskedOperation {
  readonly operation: LedgerOperation;
  readonly argument: object;
}

interface Waiting extends AskedOperation {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets what is asked in one turn of the event loop go in one round trip: what several layers note before a call is sent, and
 * what calls at once ask. Each is done by itself, also where another one fails.
 *
 * @param ask - does them in their order, and answers so; `{ error }` for one that failed
 */
export function inOneTurn(ask: (list: readonly AskedOperation[]) => Promise<readonly unknown[]>): AskLedger {
  let line: Waiting[] = [];
  const go = () => {
    for (let at = 0; at < line.length; at += most) void answerAll(line.slice(at, at + most), ask);
    line = [];
  };
  return (operation, argument) =>
    new Promise((resolve, reject) => {
      line.push({ operation, argument, resolve, reject });
      if (line.length === 1) queueMicrotask(go);
    });
}

async function answerAll(
  list: readonly Waiting[],
  ask: (list: readonly AskedOperation[]) => Promise<readonly unknown[]>,
): Promise<void> {
  try {
    const answers = await ask(list.map(({ operation, argument }) => ({ operation, argument })));
    for (const [index, { operation, resolve, reject }] of list.entries()) {
      const answer = answers[index];
      if (isRecord(answer) && typeof answer['error'] === 'string')
        reject(refused(operation, answer['error']));
      else resolve(answer);
    }
  } catch (error) {
    for (const { reject } of list) reject(error);
  }
}

function refused(operation: string, reason: string): AISDKError {
  return new AISDKError({
    name: 'RedisScriptError',
    message: `Failed to ${operation.replace('_', ' ')} in the ledger: ${reason}. Look at the server: others of the same turn were done.`,
  });
}
