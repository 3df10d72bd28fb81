/** Copies a text. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

/** Copies a picture; clipboards take PNG alone. */
export async function copyPicture(url: string): Promise<void> {
  const png = async (): Promise<Blob> => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    return canvas.convertToBlob({ type: 'image/png' });
  };
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png() })]);
}
