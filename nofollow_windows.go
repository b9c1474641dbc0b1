package main

// noFollow has no counterpart: on Windows, making a link needs rights.
const noFollow = 0
