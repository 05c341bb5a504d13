// The credentials of a drill's devices: they follow from the seed, so that the drill's senders need not read the workspace's secrets.
import { keyOf, mixKey } from './chance-rules.ts';
import type { DrillDevice } from './plan-facts-rules.ts';

export interface DrillSecret {
  /** HJ 212's PW, six digits. */
  readonly password: string;
  /** SM4, 32 hexadecimal digits. */
  readonly key: string;
  /** Of MQTT and HTTP. */
  readonly token: string;
}

/** Worth nothing outside a drill: whoever knows the seed knows them. */
export function drillSecret(seed: number, { id }: Pick<DrillDevice, 'id'>): DrillSecret {
  const words = Array.from({ length: 8 }, (_, i) => mixKey(mixKey(keyOf(`secret ${id}`), seed), i + 1));
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return {
    password: String((words[0] as number) % 1_000_000).padStart(6, '0'),
    key: hex.slice(0, 32),
    token: `drill-${hex.slice(32)}`,
  };
}
