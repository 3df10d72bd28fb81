/** The emulator could not listen on the address it was given. */
export class EmulatorStartError extends Error {
  override readonly name = 'EmulatorStartError';
  readonly host: string;
  readonly port: number;

  constructor(host: string, port: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : 'the server has no address';
    const advice = 'Pass `port: 0` to get a free port.';
    super(`Failed to start the emulator on ${host}:${port}: ${reason}. ${advice}`, { cause });
    this.host = host;
    this.port = port;
  }
}
