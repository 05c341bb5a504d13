// The time by what most devices send, where our own clock says nothing of it.

/** One or two devices that run ahead do not move it. */
const WITNESSES = 3;

export class CrowdClock {
  /** The newest times of different devices, the newest first. */
  #leaders: { readonly device: number; time: number }[] = [];

  /** Takes a reading's time; gives the time that a third device has reached as well; -Infinity = there are not so many. */
  now(device: number, time: number): number {
    const last = this.#leaders[WITNESSES - 1];
    if (last === undefined || time > last.time) this.#take(device, time);
    return this.#leaders[WITNESSES - 1]?.time ?? Number.NEGATIVE_INFINITY;
  }

  #take(device: number, time: number): void {
    const own = this.#leaders.find((each) => each.device === device);
    if (own && own.time >= time) return;
    if (own) own.time = time;
    else this.#leaders.push({ device, time });
    this.#leaders.sort((a, b) => b.time - a.time);
    this.#leaders.length = Math.min(this.#leaders.length, WITNESSES);
  }
}
