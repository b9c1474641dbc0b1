import { type Decimal, approximate, divide, parse, text } from "./decimal";
import type { Row } from "./results";

/** A Unit is one that a row's numbers can be read in; without places they are exact. */
export type Unit = { name: string; by: bigint; places?: number };

/** exact leaves numbers as they are. */
export const exact: Unit = { name: "", by: 1n };

/** unitsOf are the units for a row, the usual one first. What has no known unit is shown as it is. */
export function unitsOf(row: Row): Unit[] {
  switch (row.unit) {
    case "bytes":
      return [
        { name: "GiB", by: 1n << 30n, places: 2 },
        { name: "TiB", by: 1n << 40n, places: 2 },
        { ...exact, name: "bytes" },
      ];
    case "seconds":
      return [
        { name: row.reading?.endsWith("compute points") ? "compute points" : "hours", by: 3600n, places: 2 },
        { ...exact, name: "seconds" },
      ];
  }
  return [{ ...exact, name: row.unit === "unknown" ? "unknown unit" : row.unit }];
}

const inUnit = (d: Decimal, unit: Unit) => (unit.places === undefined ? d : divide(d, unit.by, unit.places));

/** Numbers writes numbers as people of a locale do. */
export class Numbers {
  readonly locale?: string;

  constructor(locale?: string) {
    try {
      this.locale = Intl.getCanonicalLocales(locale)[0];
    } catch {
      // No locale that this browser knows: its own.
    }
  }

  /** format writes a number of a result, signed if it is a change. */
  format(number: string, unit: Unit, signed = false): string {
    return this.write(inUnit(parse(number), unit), signed);
  }

  percent(number: string): string {
    return this.format(number, exact, true) + "\u202f%";
  }

  count(n: number): string {
    return new Intl.NumberFormat(this.locale).format(n);
  }

  /** tick writes a number at an axis, where there is little room. */
  tick(n: number): string {
    return new Intl.NumberFormat(this.locale, Math.abs(n) < 1e6 ? {} : { notation: "compact", compactDisplay: "long" }).format(n);
  }

  private write(d: Decimal, signed: boolean): string {
    const places = Math.min(d.places, 100);
    return new Intl.NumberFormat(this.locale, {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
      signDisplay: signed ? "exceptZero" : "auto",
    }).format(text(d) as Intl.StringNumericLiteral);
  }
}

/** lengthOf is a number for drawing. */
export const lengthOf = (number: string | undefined, unit: Unit) =>
  approximate(parse(number ?? "0")) / Number(unit.by);
