import { installPlaces, workspacePlaces } from '../harness/installation.ts';
import type { Findings, Plan } from '../report/row.ts';
import { measureBundle } from './bundle.ts';
import { measureImport } from './import.ts';

/** f, g: what a provider adds to an app that has `ai` anyway, in the same installations. */
export async function measureInstalled(plan: Plan): Promise<Findings> {
  const places = plan.isSmoke ? workspacePlaces() : await installPlaces();
  try {
    const [imported, bundled] = [await measureImport(plan, places), await measureBundle(plan, places)];
    return { rows: [...imported.rows, ...bundled.rows], charts: bundled.charts ?? [] };
  } finally {
    await places.remove();
  }
}
