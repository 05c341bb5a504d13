// Topics of readings over MQTT: which device speaks, and of which channel.
import { isFitName } from './rules.ts';

export interface ReadingTopic {
  readonly device: string;
  /** null = the payload names its channels. */
  readonly name: string | null;
}

const PREFIX = 'lianggao/v1/';
const ALL_CHANNELS = 'readings';

/**
 * `lianggao/v1/<device>/readings` or `lianggao/v1/<device>/<name>`; what follows the device is the name, further
 * slashes included. null = no topic of ours.
 */
export function readTopic(topic: string): ReadingTopic | null {
  if (!topic.startsWith(PREFIX)) return null;
  const slash = topic.indexOf('/', PREFIX.length);
  const device = topic.slice(PREFIX.length, slash);
  const name = topic.slice(slash + 1);
  if (slash < 0 || !isFitName(device) || name === '') return null;
  return { device, name: name === ALL_CHANNELS ? null : name };
}

/**
 * A site's own topic, which says nothing of devices: its readings are those of the bridge, and the topic is the name,
 * or what names in the payload begin with.
 */
export function siteAddress(topic: string, name: string | null): string {
  return name === null ? topic : `${topic}/${name}`;
}
