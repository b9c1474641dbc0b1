import { type Decimal, approximate, divide, isZero, parse, text } from "./decimal";
import { type Row, amounts as all } from "./figures";
import { nounOf } from "./words";

/** A Unit is one that a row's numbers can be read in; without places they are exact. */
export type Unit = { name: string; one?: string; by: bigint; places?: number };

/** exact leaves numbers as they are. */
export const exact: Unit = { name: "", by: 1n };

/** unitsOf are the units for rows of a usage, the usual one first, without those in which all of them would read 0. */
export function unitsOf(usage: Row, rows: Row[]): Unit[] {
  const amounts = [usage, ...rows].flatMap((row) => all.map((key) => row[key]).filter((n) => n && !isZero(n)) as string[]);
  const units = unitsFor(usage);
  const readable = units.filter((unit) => unit.places === undefined || amounts.some((n) => divide(parse(n), unit.by, unit.places!).digits !== 0n));
  return amounts.length ? readable : units.slice(0, 1);
}

function unitsFor(usage: Row): Unit[] {
  switch (usage.unit) {
    case "bytes":
      return [
        { name: "GiB", by: 1n << 30n, places: 2 },
        { name: "TiB", by: 1n << 40n, places: 2 },
        { ...exact, name: "bytes" },
      ];
    case "seconds":
      return [
        { name: usage.usage === "compute_points" || usage.reading?.endsWith("compute points") ? "compute points" : "hours", by: 3600n, places: 2 },
        { ...exact, name: "seconds" },
      ];
    case "quantity":
      return [{ ...exact, name: nounOf(usage), one: nounOf(usage, true) }];
  }
  return [{ ...exact, name: { unknown: "unknown unit", "n/a": "" }[usage.unit] ?? usage.unit }];
}

/** named is the name of a unit after a number. */
export const named = (unit: Unit, number: string) => (unit.one !== undefined && /^[+-]?0*1(\.0*)?$/.test(number) ? unit.one : unit.name);

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Numbers writes numbers as people of a locale do, in Latin digits: the words around them are English. */
export class Numbers {
  readonly locale: string | undefined;
  readonly #formats = new Map<string, Intl.NumberFormat>();

  constructor(locale?: string) {
    try {
      this.locale = new Intl.NumberFormat(new Intl.Locale(locale!, { numberingSystem: "latn" })).resolvedOptions().locale;
    } catch {
      // No locale that this browser knows: its own.
    }
  }

  /** format writes a number of a result, signed if it is a change. What isn't zero never reads 0. */
  format(number: string, unit: Unit, signed = false): string {
    const d = parse(number);
    if (unit.places === undefined) return this.#write(d, signed);
    const shown = divide(d, unit.by, unit.places);
    if (shown.digits !== 0n || d.digits === 0n) return this.#write(shown, signed);
    return this.#tiny({ digits: d.digits < 0n ? -1n : 1n, places: unit.places }, signed);
  }

  /** percent writes a percentage, which isn't 0 where something changed. */
  percent(number: string, change: string, signed = true): string {
    const d = parse(number);
    const shift = (d: Decimal) => ({ ...d, places: d.places + 2 });
    if (d.digits !== 0n || isZero(change)) return this.#write(shift(d), signed, "percent");
    return this.#tiny(shift({ digits: change.startsWith("-") ? -1n : 1n, places: d.places }), signed, "percent");
  }

  count(n: number): string {
    return this.#format(0, false).format(n);
  }

  /** scale is the power of ten that numbers at an axis leave out, since words such as billion differ between languages. */
  scale(greatest: number): { by: number; name: string } {
    const power = greatest < 1e6 ? 0 : Math.floor(Math.log10(greatest) / 3) * 3;
    const digits = [...String(power)].map((digit) => superscripts[Number(digit)]).join("");
    return { by: 10 ** power, name: power ? `× 10${digits}` : "" };
  }

  /** tick writes a number at an axis. */
  tick(n: number): string {
    return new Intl.NumberFormat(this.locale, { maximumSignificantDigits: 6 }).format(n);
  }

  /** exact writes all digits without anything between them, with the point or comma that a spreadsheet here expects. */
  exact(number: string): string {
    const point = this.#format(1, false).formatToParts(0.5).find((part) => part.type === "decimal")?.value ?? ".";
    return text(parse(number)).replace(".", point);
  }

  /** tiny says that a number is nearer to 0 than one of the last place. */
  #tiny(least: Decimal, signed: boolean, style?: "percent"): string {
    return `${least.digits < 0n ? ">" : "<"}\u00a0${this.#write(least, signed, style)}`;
  }

  #write(d: Decimal, signed: boolean, style?: "percent"): string {
    const places = Math.min(style ? d.places - 2 : d.places, 100);
    return this.#format(places, signed, style).format(text(d) as Intl.StringNumericLiteral);
  }

  #format(places: number, signed: boolean, style?: "percent"): Intl.NumberFormat {
    const key = `${places} ${signed} ${style}`;
    const format =
      this.#formats.get(key) ??
      new Intl.NumberFormat(this.locale, {
        style, minimumFractionDigits: places, maximumFractionDigits: places, signDisplay: signed ? "exceptZero" : "auto",
      });
    this.#formats.set(key, format);
    return format;
  }
}

/** lengthOf is a number for drawing. */
export const lengthOf = (number: string | undefined, unit: Unit) => approximate(parse(number ?? "0")) / Number(unit.by);
