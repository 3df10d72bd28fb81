import { invalidArgumentInWords } from '@grok-image/core';
import { slugOf } from '../keep/names.ts';

const place = /\{([^{}]+)\}/g;

/** Names of the columns that a template asks for. */
export function placesIn(template = ''): string[] {
  return Array.from(template.matchAll(place), ([, name = '']) => name);
}

/**
 * A template with the values of a line in its places.
 *
 * @param isPath - whether values become parts of a path
 * @throws InvalidArgumentError for a place that the line has no value for
 */
export function fillTemplate(
  template: string,
  columns: Readonly<Record<string, unknown>>,
  isPath = false,
): string {
  return template.replaceAll(place, (_, name: string) => {
    const value = columns[name];
    if (value === undefined || value === null || value === '' || typeof value === 'object') {
      throw invalidArgumentInWords(
        name,
        'no value',
        `a column ${name}, as the template '${template}' asks for it`,
      );
    }
    return isPath ? slugOf(String(value)) : String(value);
  });
}
