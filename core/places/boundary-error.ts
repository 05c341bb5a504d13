// Why a profile or a set of boundary files was refused, in Chinese and English.

export type BoundaryFault =
  | 'unknown-profile'
  | 'bad-profile'
  | 'unreadable'
  | 'bad-contents'
  | 'wrong-divisions'
  | 'open-ring'
  | 'bad-position'
  | 'shifted'
  | 'outside-profile';

/** `zh` and `en` each say what is wrong and what to do. */
export class BoundaryError extends Error {
  readonly fault: BoundaryFault;
  readonly zh: string;
  readonly en: string;

  constructor(fault: BoundaryFault, text: { readonly zh: string; readonly en: string }, cause?: unknown) {
    super(text.en, { cause });
    this.name = 'BoundaryError';
    this.fault = fault;
    this.zh = text.zh;
    this.en = text.en;
  }
}
