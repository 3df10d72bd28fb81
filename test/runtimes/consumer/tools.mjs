// What the calls need: the host's control routes, assertions, and a second opinion on pixels.

/** Asks the host that stands in front of the emulator. */
export async function control(origin, name, body) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${origin}/control/${name}`, init);
  if (!response.ok) throw new Error(`The host answered HTTP ${response.status} for ${name}.`);
  return response.json();
}

export function equal(what, actual, expected) {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: expected ${other} but got ${one}.`);
}

export function holds(what, isTrue, actual) {
  if (!isTrue) throw new Error(`Not so: ${what}; got ${actual?.stack ?? actual}.`);
}

export async function rejectionOf(promise) {
  const settled = await promise.then(
    () => undefined,
    error => ({ error }),
  );
  if (settled === undefined) throw new Error('It succeeded, although it must fail.');
  return settled.error;
}

/** Repeats a check that comes true a little later, for three seconds at most. */
export async function until(check) {
  const deadline = Date.now() + 3000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(resolve => {
        setTimeout(resolve, 50);
      });
    }
  }
}

/** Width and height from the frame header of a JPEG, read without the code under test. */
export function sizeOfJpeg(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 2;
  while (position + 9 < bytes.length) {
    const marker = view.getUint8(position + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(position + 7), view.getUint16(position + 5)];
    position += 2 + view.getUint16(position + 2);
  }
  return undefined;
}
