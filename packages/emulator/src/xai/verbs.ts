import type { BackendApp } from '../world/backend.ts';

/** A known path with another verb is an empty 405. Comes after the verbs that are served. */
export function refuseOtherVerbs(app: BackendApp, path: string): void {
  app.all(path, () => new Response(null, { status: 405 }));
}
