/** A picture that is paid, and everything that leads to it, told before it is fetched. */
export interface XaiPaidPicture {
  /** Its place among the images of the whole call. */
  readonly index: number;
  readonly url?: string | undefined;
  readonly publicUrl?: string | undefined;
  /** Id in the Files API. */
  readonly fileId?: string | undefined;
  /** What came inside the answer itself, decoded when it is read, and never part of a log; absent if it is no base64. */
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
}
