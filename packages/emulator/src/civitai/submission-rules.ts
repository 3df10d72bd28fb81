import { currencies, eventTypes, maxTagLength, maxTags, nsfwLevels, priorities } from './facts.ts';
import { upgradeModes } from './facts.ts';
import { inputRules } from './input-rules.ts';
import { stepTypes } from './facts.ts';
import { isObject, textOf, wordOf } from './json.ts';
import { findReferences } from './reference.ts';
import {
  anyObject,
  closed,
  flag,
  list,
  nullable,
  oneOf,
  quantity,
  report,
  type Rule,
  text,
} from './rules.ts';

/** `WorkflowTemplate` of the Civitai orchestration OpenAPI document v2, 2026-08-20. */
export function submissionRule({ loopbackCallbacks }: { readonly loopbackCallbacks: boolean }): Rule {
  const body = closed(
    {
      steps: list(step, { min: 1 }),
      currencies: list(oneOf(currencies)),
      metadata: nullable(anyObject),
      tags: tagsRule,
      callbacks: nullable(list(callback(loopbackCallbacks))),
      tips: closed({ civitai: quantity(0, 2, false), creators: quantity(0, 2, false) }, [
        'civitai',
        'creators',
      ]),
      arguments: nullable(anyObject),
      nsfwLevel: oneOf(nsfwLevels),
      experimental: nullable(flag),
      allowMatureContent: nullable(flag),
      ephemeral: nullable(flag),
      upgradeMode: oneOf(upgradeModes),
      externalId: nullable(
        text({
          min: 1,
          max: 128,
          like: /^[A-Za-z0-9_-]*$/,
          form: 'made of letters, digits, hyphens and underscores',
        }),
      ),
    },
    ['steps'],
  );
  return (value, path, findings) => {
    body(value, path, findings);
    if (isObject(value) && Array.isArray(value['steps'])) checkGraph(value['steps'], findings);
  };
}

const tagsRule: Rule = nullable(list(text({ max: maxTagLength }), { max: maxTags, unique: true }));

/** Body of `PUT /v2/consumer/workflows/{workflowId}`. */
export const updateRule: Rule = closed({
  status: oneOf(['canceled']),
  metadata: nullable(anyObject),
  tags: tagsRule,
  allowMatureContent: nullable(flag),
});

/** Body of `PUT /v2/consumer/workflows/{workflowId}/steps/{stepName}`. */
export const stepUpdateRule: Rule = closed({ metadata: anyObject }, ['metadata']);

const stepFrame: Readonly<Record<string, Rule>> = {
  $type: oneOf(stepTypes),
  name: nullable(text()),
  priority: oneOf(priorities),
  timeout: nullable(
    text({
      like: /^(?:\d+\.)?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,7})?$/,
      form: 'a time span such as 00:10:00',
    }),
  ),
  retries: nullable(quantity(-(2 ** 31), 2 ** 31 - 1, true)),
  metadata: nullable(anyObject),
};

const step: Rule = (value, path, findings) => {
  const type = isObject(value) ? wordOf(stepTypes, value['$type']) : undefined;
  const input = type === undefined ? anyObject : inputRules[type];
  closed({ ...stepFrame, input }, ['$type', 'input'])(value, path, findings);
};

function callback(loopback: boolean): Rule {
  const url: Rule = (value, path, findings) => {
    if (typeof value !== 'string' || !URL.canParse(value))
      return report(findings, path, 'must be an absolute URL');
    const parsed = new URL(value);
    const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname);
    if (parsed.protocol === 'https:' || (loopback && parsed.protocol === 'http:' && isLoopback))
      return undefined;
    return report(findings, path, 'must use https');
  };
  return closed({ url, type: list(oneOf(eventTypes)), detailed: nullable(flag) }, ['url', 'type']);
}

/** Names must differ, and a step can only refer to steps before it. */
function checkGraph(steps: readonly unknown[], findings: Parameters<Rule>[2]): void {
  const names = new Set<string>();
  for (const [index, part] of steps.entries()) {
    if (!isObject(part)) continue;
    const path = `steps[${index}]`;
    for (const { $ref, at } of findReferences(part['input'], `${path}.input`)) {
      if ($ref !== '$arguments' && !names.has($ref))
        report(findings, at, `refers to ${$ref}, which is not a step before this one`);
    }
    const name = textOf(part['name']) ?? `$${index}`;
    if (names.has(name)) report(findings, `${path}.name`, `is used twice: ${name}`);
    names.add(name).add(`$${index}`);
  }
}
