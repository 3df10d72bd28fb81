import { diffWords } from 'diff';
import type { VNode } from 'preact';

/** What a service made of a prompt, with what it added and left out marked. */
export function PromptDifference({ prompt, revised }: { prompt: string; revised: string }): VNode {
  return (
    <p class="difference" dir="auto">
      {diffWords(prompt, revised).map(({ value, added, removed }, index) =>
        added ? (
          <ins key={index}>{value}</ins>
        ) : removed ? (
          <del key={index}>{value}</del>
        ) : (
          <span key={index}>{value}</span>
        ),
      )}
    </p>
  );
}
