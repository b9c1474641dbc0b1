// Package prices turns usage into exact amounts of money by a price list that
// the user keeps.
//
// ParseList reads the list, a CSV file, and finds every fault in it. Price
// applies it to the usage of one month and returns what each account is
// charged, which row of the list each line was priced by, and which lines have
// no price. All amounts are whole numbers of the minor unit of their currency,
// rounded once, halves away from zero. There is no floating point anywhere.
package prices
