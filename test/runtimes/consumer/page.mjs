// The calls in a page. The host that served it also passes requests on, so all of it has one origin.
import { smoke } from './smoke.mjs';
import { control } from './tools.mjs';

await control(location.origin, 'report', await smoke(location.origin));
