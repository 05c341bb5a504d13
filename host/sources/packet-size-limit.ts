// Cuts an MQTT connection that announces a packet larger than allowed, before it is held in memory.
import type { Socket } from 'node:net';

/**
 * Follows the packet boundaries (MQTT 3.1.1, 2.2: one byte of type, one to four of length) in what is read from a
 * socket. The parser behind it collects a packet of any announced size, up to 256 MB.
 */
export class PacketSizes {
  readonly #maxBytes: (type: number) => number;
  #skip = 0;
  #type = 0;
  /** Bytes of the length that have come; -1 = a type is next. */
  #lengthBytes = -1;
  #length = 0;

  /** `maxBytes` of a packet of a type: 1 CONNECT, 3 PUBLISH … */
  constructor(maxBytes: (type: number) => number) {
    this.#maxBytes = maxBytes;
  }

  /** False = a packet is too large, or its length is no length. */
  accepts(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.length - at);
        this.#skip -= skipped;
        at += skipped;
        continue;
      }
      const byte = chunk[at++] ?? 0;
      if (this.#lengthBytes < 0) {
        this.#type = byte >> 4;
        this.#lengthBytes = 0;
        this.#length = 0;
        continue;
      }
      this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
      this.#lengthBytes++;
      if (byte >= 0x80) {
        if (this.#lengthBytes === 4) return false;
        continue;
      }
      if (this.#length > this.#maxBytes(this.#type)) return false;
      this.#skip = this.#length;
      this.#lengthBytes = -1;
    }
    return true;
  }
}

/** Watches what is read from the socket; the reader sees nothing of a chunk that goes too far. */
export function limitPackets(socket: Socket, maxBytes: (type: number) => number, onTooLarge: () => void): void {
  const sizes = new PacketSizes(maxBytes);
  const read = socket.read.bind(socket);
  socket.read = (size?: number | null) => {
    const chunk: unknown = read(size ?? undefined);
    if (!(chunk instanceof Uint8Array) || sizes.accepts(chunk)) return chunk;
    onTooLarge();
    socket.destroy();
    return null;
  };
}
