// The keys of the desk: those that its commands name.
import { useMemo } from 'react';
import { runCommand } from '../../commands/desk-commands.ts';
import { commands } from '../../commands/registry.ts';
import { useKeys } from '../../ui/use-keys.ts';

export function useDeskKeys(): void {
  useKeys(
    useMemo(
      () =>
        Object.fromEntries(
          commands.flatMap((command) => (command.keys ?? []).map((key) => [key, () => runCommand(command)] as const)),
        ),
      [],
    ),
  );
}
