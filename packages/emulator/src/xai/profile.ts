/** How one service that speaks xAI's wire format differs from the others. */
export interface XaiProfile {
  readonly hosts: { readonly api: string; readonly content?: string; readonly files?: string };
  readonly basePath: string;
  readonly apiKey: string;
}

export const xaiProfile: XaiProfile = {
  hosts: { api: 'https://api.x.ai', content: 'https://imgen.x.ai', files: 'https://files-cdn.x.ai' },
  basePath: '/v1',
  apiKey: 'xai-emulator-0123456789abcdefghijklmnopqrstuvwxyz',
};
