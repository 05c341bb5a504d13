// All commands that need nothing but the view. A list: a new command is a line in one of these, or a list of its own here.
import type { Command } from './command.ts';
import { deskCommands } from './desk-commands.ts';
import { dutyCommands } from './duty-commands.ts';
import { layerCommands } from './layer-commands.ts';
import { monitoringCommands } from './monitoring-commands.ts';

export const commands: readonly Command[] = [...deskCommands, ...layerCommands, ...monitoringCommands, ...dutyCommands];
