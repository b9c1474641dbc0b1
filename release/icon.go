package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// icon is a drawing made for this program: the bars of a report on a sheet of
// paper.
func icon() ([]byte, error) {
	const size, unit = 512, 2
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	box := func(x0, y0, x1, y1 int, c color.NRGBA) {
		draw.Draw(picture, image.Rect(x0*unit, y0*unit, x1*unit, y1*unit), image.NewUniform(c), image.Point{}, draw.Src)
	}
	ink := color.NRGBA{0x1f, 0x3a, 0x5f, 0xff}
	box(40, 16, 216, 240, ink)
	box(48, 24, 208, 232, color.NRGBA{0xff, 0xff, 0xff, 0xff})
	box(68, 48, 188, 60, ink)
	box(68, 72, 148, 80, color.NRGBA{0xb8, 0xc4, 0xd4, 0xff})
	for i, height := range []int{40, 64, 52, 104} {
		c := color.NRGBA{0x4f, 0x8f, 0xc0, 0xff}
		if i == 3 {
			c = color.NRGBA{0xe0, 0x8a, 0x2c, 0xff}
		}
		box(68+i*32, 212-height, 92+i*32, 212, c)
	}
	var b bytes.Buffer
	err := png.Encode(&b, picture)
	return b.Bytes(), err
}
