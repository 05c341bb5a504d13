// Small whole numbers in one block of memory that grows: millions of them are looked through at every key. Pure.

type Block = Uint8Array | Uint16Array | Uint32Array;

export class NumberList<B extends Block = Uint32Array> {
  /** Longer than `length`; exchanged as the list grows. */
  values: B;
  length = 0;
  readonly #make: (length: number) => B;

  constructor(make: (length: number) => B) {
    this.#make = make;
    this.values = make(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const longer = this.#make(this.values.length * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.length] = value;
    this.length += 1;
  }
}

export const bytes = () => new NumberList((length) => new Uint8Array(length));
export const units = () => new NumberList((length) => new Uint16Array(length));
export const numbers = () => new NumberList((length) => new Uint32Array(length));
