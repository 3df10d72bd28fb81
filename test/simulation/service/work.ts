import type { World } from '../script/scenario.ts';
import type { Picture, Place } from './ledger.ts';
import { paint } from './picture.ts';

/** What a request says about its pictures. */
export interface AskedShape {
  readonly ratio: string | undefined;
  readonly resolution: string | undefined;
  readonly type: 'jpeg' | 'png';
}

/** Pixels of a shape; 1k is about a megapixel, 2k about four. */
export function sizeOf({ ratio = '1:1', resolution = '1k' }: Pick<AskedShape, 'ratio' | 'resolution'>): {
  width: number;
  height: number;
} {
  const [across = 1, down = 1] = ratio.includes(':') ? ratio.split(':').map(Number) : [1, 1];
  const side = resolution === '2k' ? 2048 : 1024;
  const root = Math.sqrt(across / down);
  return { width: Math.round((side * root) / 16) * 16, height: Math.round(side / root / 16) * 16 };
}

/** Makes one picture as the world of a play has it. */
export function makePicture(
  world: World,
  asked: AskedShape,
  {
    number,
    places,
    withheld,
    readyAtMs,
  }: { number: number; places: readonly Place[]; withheld: boolean; readyAtMs: number },
): Picture {
  const isCareless = world.careless === true || world.picture === 'another shape';
  const { width, height } = isCareless ? { width: 512, height: 512 } : sizeOf(asked);
  const isOther = world.picture === 'another type' || (world.careless === true && asked.type === 'png');
  const type = isOther ? (asked.type === 'png' ? 'jpeg' : 'png') : asked.type;
  const whole = paint({ number, type, width, height });
  return { number, bytes: bend(whole, world.picture), width, height, type, places, withheld, readyAtMs };
}

function bend(bytes: Uint8Array<ArrayBuffer>, oddity: World['picture']): Uint8Array<ArrayBuffer> {
  if (oddity === 'without its end') return bytes.slice(0, -2);
  if (oddity === 'with a trailer') {
    // A camera's preview behind the picture begins a scan of its own and ends without the marker.
    return new Uint8Array([...bytes, 0xff, 0xd8, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
  }
  return bytes;
}
