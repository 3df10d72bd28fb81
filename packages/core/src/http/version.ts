/** Version of all packages of the project, as sent in the user agent. */
export const version: string = '0.1.0';
