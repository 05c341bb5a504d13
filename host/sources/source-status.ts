// What each source says of itself: whether it runs, and why not.
import type { Sentence } from '../sentence.ts';

export type SourceKind = 'hj212' | 'mqtt' | 'http' | 'mqtt-site' | 'modbus';

export interface SourceStatus {
  readonly kind: SourceKind;
  /** Listeners: the address. Stations and site brokers: the device's id. */
  readonly name: string;
  readonly state: 'listening' | 'connected' | 'connecting' | 'stopped' | 'failed';
  /** Why it failed or waits, and what to do. */
  readonly trouble: Sentence | null;
  /** Counts of this run: connections, messages, refused … */
  readonly counts: Readonly<Record<string, number>>;
}

/** One listener, one site's broker, the stations of one endpoint. */
export interface Source {
  /** Of each of its parts. */
  statuses(): SourceStatus[];
  close(): Promise<void>;
}

export interface Listener extends Source {
  readonly port: number;
}

/** A device whose settings say nothing that can be done. */
export function badSettings(kind: SourceKind, name: string, wrong: string): Source {
  const trouble = {
    code: 'bad-settings',
    zh: `设备 ${name} 的连接设置不正确（${wrong}）。请更正登记后重试。`,
    en: `The connection settings of the device ${name} are not valid (${wrong}). Correct its registration.`,
  };
  return { statuses: () => [{ kind, name, state: 'failed', trouble, counts: {} }], close: () => Promise.resolve() };
}

/** Why a listener could not start, for people. */
export function notListening(error: unknown, port: number, host: string): Sentence {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return {
      code: 'port-in-use',
      zh: `端口 ${port} 已被其他程序占用。请换一个端口，或用 0 自动选择。`,
      en: `Port ${port} is in use by another program. Choose another, or 0 for any free one.`,
    };
  }
  if (code === 'EACCES') {
    return {
      code: 'port-not-allowed',
      zh: `没有权限使用端口 ${port}。请选择 1024 以上的端口，或用 0 自动选择。`,
      en: `Port ${port} may not be used without privileges. Choose one above 1024, or 0 for any free one.`,
    };
  }
  return {
    code: 'not-listening',
    zh: `无法在地址 ${host} 的端口 ${port} 上接收（${code ?? String(error)}）。请使用本机的地址，或省略地址只供本机使用。`,
    en: `Port ${port} of the address ${host} can't be listened on (${code ?? String(error)}). Give an address of this machine, or none to serve this machine alone.`,
  };
}
