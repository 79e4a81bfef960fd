import type { Argument, CommandUnknownOpts, Option } from "@commander-js/extra-typings";
import type {
  ArgumentDescription,
  CommandDescription,
  OptionDescription,
  ValueDescription,
} from "../command_description.ts";

const PLACEHOLDER_REGEXP = /[<[]([^\]>]+?)(?:\.\.\.)?[\]>]/;

/**
 * Describes a command and all its subcommands.
 *
 * @param command As it was declared.
 * @returns What help would show of it, in the same order.
 */
export function describeCommand(command: CommandUnknownOpts): CommandDescription {
  const help = command.createHelp();
  return {
    name: command.name(),
    help: command.description(),
    arguments: command.registeredArguments.map(describeArgument),
    options: help.visibleOptions(command).map(describeOption),
    commands: help.visibleCommands(command).map(describeCommand),
  };
}

function describeArgument(argument: Argument): ArgumentDescription {
  const { required, variadic, argChoices: choices = [], description: help } = argument;
  return { name: argument.name(), required, variadic, choices, help };
}

function describeOption(option: Option): OptionDescription {
  const { short, long = "", description: help, mandatory, defaultValue } = option;
  return {
    short,
    long,
    value: describeValue(option),
    default: defaultValue === undefined || typeof defaultValue === "object"
      ? undefined
      : String(defaultValue),
    mandatory,
    help,
  };
}

function describeValue(option: Option): ValueDescription | undefined {
  const name = PLACEHOLDER_REGEXP.exec(option.flags)?.[1];
  if (name === undefined) return undefined;
  const { required, variadic, argChoices: choices = [] } = option;
  return { name, required, variadic, choices };
}
