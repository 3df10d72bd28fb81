import { fieldOf } from '../../contract/harness/field-of.ts';

/** Changes of answers that were good, by what is wrong afterwards. */
type Edit = (body: unknown) => unknown;

/** One byte more than the largest image that is taken. */
export const oversized: string = 'x'.repeat(64 * 1024 * 1024 + 1);

export const bareItems: Edit = body => editItems(body, () => ({}));

/** One good image, one without any, one whose fields have wrong types, one whose fields are null. */
export const mixedItems: Edit = body =>
  editItems(
    body,
    (item, index) => [item, {}, { url: 7, b64_json: [] }, { url: null, b64_json: null }][index],
  );

export const brokenBase64: Edit = body => editBase64(body, () => '*** no base64 ***');
export const htmlBase64: Edit = body => editBase64(body, () => toBase64('<!doctype html><title>502</title>'));
export const svgBase64: Edit = body =>
  editBase64(body, () => toBase64('<svg xmlns="http://www.w3.org/2000/svg"/>'));
export const mp4Base64: Edit = body => editBase64(body, () => toBase64('\u0000\u0000\u0000\u0018ftypmp42'));
export const emptyBase64: Edit = body => editBase64(body, () => '');
export const halfBase64: Edit = body => editBase64(body, text => text.slice(0, text.length / 2));
export const oneHtmlBase64: Edit = body =>
  editBase64(body, (text, index) => (index === 0 ? toBase64('<!doctype html>') : text));

export const stepsNull: Edit = body => ({ ...toRecord(body), steps: null });
export const stepsEmpty: Edit = body => ({ ...toRecord(body), steps: [] });
export const bareBlobs: Edit = body => editBlobs(body, () => ({ type: 'image' }));
export const mixedBlobs: Edit = body =>
  editBlobs(body, (blob, index) => [blob, {}, { url: 7, id: [] }, { url: null, id: null }][index]);

function editItems(body: unknown, edit: (item: unknown, index: number) => unknown): unknown {
  const data = fieldOf(body, 'data');
  return Array.isArray(data) ? { ...toRecord(body), data: data.map(edit) } : body;
}

function editBase64(body: unknown, edit: (text: string, index: number) => string): unknown {
  return editItems(body, (item, index) => ({
    ...toRecord(item),
    b64_json: edit(String(fieldOf(item, 'b64_json')), index),
  }));
}

function editBlobs(body: unknown, edit: (blob: unknown, index: number) => unknown): unknown {
  const steps = fieldOf(body, 'steps');
  if (!Array.isArray(steps)) return body;
  return { ...toRecord(body), steps: steps.map(step => editStep(step, edit)) };
}

function editStep(step: unknown, edit: (blob: unknown, index: number) => unknown): unknown {
  const images = fieldOf(step, 'output', 'images');
  return Array.isArray(images) ? { ...toRecord(step), output: { images: images.map(edit) } } : step;
}

function toRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function toBase64(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64');
}
