'use client';

import { useActionState } from 'react';
import { makePicture, type Made } from './make-picture';

const nothing: Made = {};

export default function Page() {
  const [{ picture, problem }, submit, isPending] = useActionState(makePicture, nothing);
  return (
    <form action={submit}>
      <input name="prompt" placeholder="A cat in a tree" required />
      <button disabled={isPending}>Make a picture</button>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {picture !== undefined && <img src={picture} alt="" />}
    </form>
  );
}
