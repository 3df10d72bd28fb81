/** Whether a text is an address, by the way that every runtime has: `canParse` is of 2023. */
export function isUrl(text: string, base?: string): boolean {
  try {
    return Boolean(new URL(text, base));
  } catch {
    return false;
  }
}
