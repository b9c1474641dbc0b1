import type { Figures, Row } from "./figures";

const names = "January February March April May June July August September October November December".split(" ");

/** monthOf spells a month of a result in the language of the page. */
export function monthOf(month: string, short = false): string {
  const [, year, number] = /^(\d{4})-(\d\d)$/.exec(month) ?? [];
  const name = names[Number(number) - 1];
  return name ? (short ? name : `${name} ${year}`) : month;
}

/** monthsOf names several months, those that follow one another as a span. */
export function monthsOf(months: string[]): string {
  const numbers = months.map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)));
  const all = months.map((month) => monthOf(month));
  return months.length > 2 && numbers.every((n, i) => n === numbers[0]! + i) ? `${all[0]} to ${all.at(-1)}` : listed(all);
}

/** listed joins words as a sentence does. */
export const listed = (words: string[]) => (words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);

/** A Subject says what figures are, so that nobody takes for billable what isn't. */
export type Title = { title: string; value: string; trial: string; note?: string; signed: boolean };

/** titleOf says what the figures are, from the result and the classes of its usages alone. What it doesn't know isn't called billable. */
export function titleOf(f: Figures, classes: (string | undefined)[]): Title {
  if (f.money) return chargesTitle(f, f.money.complete);
  if (f.read) return { title: "Usage now, not for billing", value: "Now", trial: "On trial", signed: false, note: upper(f.read.age) };
  const measure = /^\w*/.exec(f.measure)![0];
  const [month] = f.months;
  const one = f.months.length === 1;
  const when = one ? ` in ${monthOf(month!)}` : f.compared ? "" : " in each month";
  const short = one ? ` in ${monthOf(month!, true)}` : " in the month";
  const production = f.scope === "production";
  const scope = production ? "" : f.scope === "trial" ? ", on trial, not billable" : f.scope === "total" ? ", trials included, not all billable" : "";
  const trial = "On trial, not billable";
  const value = (name: string) => (f.scope === "trial" ? `${name}, on trial` : f.scope === "total" ? `${name}, with trials` : name);
  const measures: Record<string, Omit<Title, "trial">> = {
    billed: {
      title: production ? billable(classes) : f.scope === "trial" ? trial : f.scope === "total" ? "Usage with trials, not all billable" : "Usage",
      value: production ? "Billable" : f.scope === "trial" ? trial : f.scope === "total" ? "With trials" : "Value",
      signed: false,
    },
    end: {
      title: `Usage at the end of ${one ? monthOf(month!) : "each month"}${scope}`, value: value("At the end"), signed: false,
      note: "The readings at the end of the period. Of compute points these are not what is billed.",
    },
    change: { title: `Change${when}${scope}`, value: value(`Change${short}`), signed: true, note: "What changed within the month, not what is billed." },
    peak: { title: `Highest day${when}${scope}`, value: value("Highest day"), signed: false, note: "The greatest reading of any day, not what is billed." },
    average: { title: `Average day${when}${scope}`, value: value("Average day"), signed: false, note: "The average of the days, not what is billed." },
  };
  const found = measures[measure] ?? { title: `Usage${scope}`, value: value("Value"), signed: false };
  return { trial: found.signed ? "Change on trial, not billable" : trial, ...(f.compared ? compared(f, measure, found) : found) };
}

/** billable is the title of usage in production, which may have nothing that is billed by itself. */
function billable(classes: (string | undefined)[]): string {
  if (!classes.length || !classes.every(Boolean)) return "Billable usage";
  return classes.includes("unclear") ? "Usage, unclear if billed" : "Usage, not billed by itself";
}

/** chargesTitle is the title of amounts of money, which are no charges yet if they aren't complete. */
function chargesTitle(f: Figures, complete: boolean): Title {
  const what = f.compared ? "Change in charges" : { charge: "Charges", cost: "Costs", margin: "Charges, costs and margin" }[f.money!.shows];
  const value = f.money!.shows === "cost" ? "Cost" : "Charge";
  return {
    title: complete ? what : `${what}, not complete${value === "Charge" ? ": do not bill them" : ""}`,
    value: complete ? value : `${value}, not complete`, trial: "On trial", signed: false,
  };
}

/** compared is the title of a comparison of two months. */
function compared(f: Figures, measure: string, found: Omit<Title, "trial">): Omit<Title, "trial"> {
  if (measure === "billed" && f.scope === "production") return { ...found, title: `Change in ${found.title[0]!.toLowerCase()}${found.title.slice(1)}` };
  if (measure === "billed" && f.scope === "trial") return { ...found, title: "Change in usage on trial, not billable" };
  const title = found.title.replace(/ (of|in) each month/, "");
  return { ...found, signed: false, title: measure === "billed" ? "Change in usage with trials, not all billable" : `Two months compared: ${title[0]!.toLowerCase()}${title.slice(1)}` };
}

const classes: Record<string, string> = {
  informational: "of which: a part or sum of other usages, not to be billed beside them",
  unclear: "unclear whether it is billed: check before billing",
  feature: "a feature, switched on or off, without a quantity",
};

/** upper begins with a capital letter. */
export const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** momentOf spells a time of a result, such as 2026-11-26T09:30:19Z. */
export function momentOf(time: string): string {
  const [, month, day, clock] = /^(\d{4}-\d\d)-(\d\d)T(\d\d:\d\d)(?::\d\d)?Z$/.exec(time) ?? [];
  return month ? `${Number(day)} ${monthOf(month)}, ${clock} UTC` : time;
}

/** whatOf is what rows are called. */
export const whatOf = (f: Figures): [one: string, several: string] => (f.compared && !f.money ? ["change", "changes"] : f.read ? ["item", "items"] : ["group", "groups"]);

/** classOf says of a row's usage why it is no line of an invoice; "" if it is one. */
export const classOf = (row: Row) => (row.class ? (classes[row.class] ?? row.class) + (row.class_inferred ? " (inferred)" : "") : "");

/** valueOf is what the numbers of a usage are called, which are billable only if the usage is. */
export const valueOf = (row: Row, title: Title) =>
  !row.class || title.value !== "Billable" ? title.value : ({ informational: "Of which", unclear: "Unclear if billed" }[row.class] ?? "Not billable");

/** nameOf is the name of a row's usage. */
export const nameOf = (row: Row) => (row.label ?? row.usage) + (row.no_infra ? " (no infrastructure)" : "");

const proper = /^(Microsoft|Office|SharePoint|Google|Windows|Acronis|Azure|Sync|Advanced|Cyber|OneDrive|Exchange|.[A-Z])/;

/** nounOf is what a usage counts, such as workstations, or "" if its label doesn't say. */
export function nounOf(row: Row, one = false): string {
  const label = (row.label ?? "").replace(/ \(.*$/, "").split(/, (?:per |second )/)[0]!.split(", ").at(-1)!;
  const words = label.split(" ");
  const last = words.at(-1)!;
  if (!/^\p{L}+s$/u.test(last) || /^(Essentials|Teams)$/.test(last)) return "";
  const noun = words.length > 2 || proper.test(label) ? last : label[0]!.toLowerCase() + label.slice(1);
  return one ? noun.replace(/(?<=ss|x)es$|s$/, "") : noun;
}
