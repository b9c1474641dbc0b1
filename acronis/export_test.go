package acronis

import "net/http"

// Watch puts a transport around the client's own.
func (c *Client) Watch(around func(http.RoundTripper) http.RoundTripper) {
	c.http.Transport = around(c.http.Transport)
}
