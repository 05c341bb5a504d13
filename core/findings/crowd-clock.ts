// The time by what most devices send, where our own clock says nothing of it.

/** So many devices of all have to have reached a time: those few whose clocks run ahead do not move it. */
const WITNESS_SHARE = 0.01;
const LEAST_WITNESSES = 3;

export class CrowdClock {
  #witnesses = LEAST_WITNESSES;
  #now = Number.NEGATIVE_INFINITY;
  /** Devices that are ahead of it, with their newest times. */
  readonly #ahead = new Map<number, number>();

  /** How many devices there are. */
  setCrowd(devices: number): void {
    this.#witnesses = Math.max(LEAST_WITNESSES, Math.ceil(WITNESS_SHARE * devices));
  }

  /** The time that the crowd has come to; before it has spoken, `otherwise`. */
  time(otherwise: number): number {
    return this.#now === Number.NEGATIVE_INFINITY ? otherwise : this.#now;
  }

  /** It had come so far before. */
  resume(time: number): void {
    this.#now = time;
  }

  /** Takes a reading's time; gives the time that enough devices have reached; -Infinity = there are not so many. */
  now(device: number, time: number): number {
    if (time > this.#now && !((this.#ahead.get(device) ?? Number.NEGATIVE_INFINITY) >= time)) {
      this.#ahead.set(device, time);
      if (this.#ahead.size >= this.#witnesses) this.#follow();
    }
    return this.#now;
  }

  #follow(): void {
    const times = [...this.#ahead.values()].sort((a, b) => b - a);
    this.#now = times[this.#witnesses - 1] as number;
    for (const [device, time] of this.#ahead) if (time <= this.#now) this.#ahead.delete(device);
  }
}
