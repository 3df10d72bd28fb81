import * as z from 'zod/v4';
import { excerpt, longestName } from '../messages/excerpt.ts';
import { suggestion } from '../messages/suggestion.ts';

/**
 * What a schema accepts, where it does not say so in its own words (`error`): derived from its kind, completing
 * "Accepted: ". The one translation of Zod's issues.
 */
export const acceptedBy: z.core.$ZodErrorMap = issue => {
  switch (issue.code) {
    case 'invalid_type':
      return kindOf(issue.expected, namesOf(issue.inst));
    case 'invalid_value':
      return issue.values
        .map(value => (typeof value === 'string' ? JSON.stringify(value) : value))
        .join(', ');
    case 'too_small':
      return leastWords(issue.origin, Number(issue.minimum), issue.inclusive ?? true);
    case 'too_big':
      return mostWords(issue.origin, Number(issue.maximum), issue.inclusive ?? true);
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `a text of the form ${issue.pattern ?? issue.format}`;
    case 'unrecognized_keys':
      return suggestion(shownNames(issue.keys), namesOf(issue.inst));
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap(([first]) => first?.message ?? []))].join(', or ');
    default:
      return 'another value';
  }
};

/** Names that are not known, as a message repeats them: not all of a long list, and of long ones the beginning. */
export function shownNames(names: readonly string[]): string[] {
  return names.slice(0, mostShown).map(name => excerpt(name, longestName));
}

const mostShown = 5;

/** The names that an object may have; none of what is no object. */
function namesOf(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a plain object',
  record: 'a plain object',
  string: 'a text',
};

function kindOf(expected: string, names: readonly string[]): string {
  if (names.length > 0) return `a plain object of ${names.join(', ')}`;
  return kinds[expected] ?? (expected === 'nonoptional' ? 'a value' : `a value of type ${expected}`);
}

function leastWords(origin: string, least: number, isInclusive: boolean): string {
  if (origin === 'array')
    return least === 1 ? 'a list that is not empty' : `a list of at least ${least} entries`;
  if (origin === 'string') {
    return least === 1 ? 'a text that is not empty' : `a text of at least ${least} characters`;
  }
  return `a number ${isInclusive ? 'from' : 'above'} ${least}`;
}

function mostWords(origin: string, most: number, isInclusive: boolean): string {
  if (origin === 'array') return `a list of at most ${most} entries`;
  if (origin === 'string') return `a text of at most ${most} characters`;
  return `a number ${isInclusive ? 'up to' : 'below'} ${most}`;
}
