// What a drill has sent and what was answered, counted as it goes.

export interface SendCounts {
  /** Messages: frames, publications, posts. */
  sent: number;
  acknowledged: number;
  /** Sent again, for want of an answer or after a new connection. */
  resent: number;
  /** Answered with a refusal that sending again would not change. */
  refused: number;
  /** In what was acknowledged. */
  readings: number;
}

export const noCounts = (): SendCounts => ({ sent: 0, acknowledged: 0, resent: 0, refused: 0, readings: 0 });
