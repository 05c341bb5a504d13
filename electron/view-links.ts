// Links to a view that come from outside, by a click in a report: which of them are taken, and how they reach a window.
import type { App } from 'electron';
import { viewAddress, viewScheme } from '../contract/view-address.ts';

/** Signs. Windows gives a program 32,767 on its command line, and other systems more. */
const longestLink = 16_384;
/** Some programs end the address with a slash before its fragment. A view holds no sign that an address may not. */
const aView = new RegExp(`^${viewAddress}/?(#v1(?:&[^\\s\\p{C}"<>\\\\^\`{|}#]*)?)$`, 'u');
/** Two letters at least before the colon: one is a drive. */
const anAddress = /^[a-z][a-z\d+.-]+:/i;

/** What a link says to the page, with its '#'; null = it is no link to a view. */
export function viewFragment(address: string): string | null {
  return address.length > longestLink ? null : (aView.exec(address)?.[1] ?? null);
}

const addressesIn = (commandLine: readonly string[]): readonly string[] =>
  commandLine.filter((each) => anAddress.test(each));

export interface ViewLinks {
  /**
   * From now on, tells `show` of each start of the program that comes after the first ('' = it brought no view) and of
   * each link that macOS brings. Answers with the fragment that the first start brought; '' = none.
   */
  follow(options: { show(fragment: string): void; log(entry: string): void }): string;
}

/** Before the app is ready, because macOS may bring by then the link that the program is started for. */
export function hearViewLinks(
  app: Pick<App, 'on' | 'isPackaged' | 'setAsDefaultProtocolClient'>,
  commandLine: readonly string[],
): ViewLinks {
  let early = addressesIn(commandLine);
  let hear = (address: string): void => {
    early = [address];
  };
  app.on('open-url', (event, address) => {
    event.preventDefault();
    hear(address);
  });

  return {
    follow({ show, log }) {
      /** A command line that brings several addresses was not made by a click. */
      function taken(addresses: readonly string[]): string {
        const [address, ...more] = addresses;
        if (address === undefined) return '';
        const fragment = more.length === 0 ? viewFragment(address) : null;
        if (fragment === null) log(`an address was ignored: ${JSON.stringify(addresses).slice(0, 200)}`);
        return fragment ?? '';
      }
      hear = (address) => {
        const fragment = taken([address]);
        if (fragment !== '') show(fragment);
      };
      app.on('second-instance', (_event, second) => show(taken(addressesIn(second))));
      // A program that is run from its sources leaves the system's settings as they are.
      if (app.isPackaged && !app.setAsDefaultProtocolClient(viewScheme)) log(`${viewAddress} could not be registered`);
      return taken(early);
    },
  };
}
