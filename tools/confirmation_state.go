package tools

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"strings"
	"sync"
	"time"
)

// confirmations issues the states that are sent through the client with each
// question, and accepts those that come back. A state contains its expiry and
// what was shown. It is bound to the call, encrypted with a key of this
// process, and valid only once.
type confirmations struct {
	gcm cipher.AEAD

	mu       sync.Mutex
	redeemed map[string]time.Time // accepted states and when they expire
}

func newConfirmations() *confirmations {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // 32 bytes are a valid key
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return &confirmations{gcm: gcm, redeemed: map[string]time.Time{}}
}

func (c *confirmations) issue(caller, shown [32]byte) string {
	plain := binary.BigEndian.AppendUint64(nil, uint64(time.Now().Add(confirmationTimeout).Unix()))
	plain = append(plain, shown[:]...)
	return base64.RawURLEncoding.EncodeToString(c.gcm.Seal(nil, nil, plain, caller[:]))
}

type stateStatus int

const (
	stateOK stateStatus = iota
	stateExpired
	stateInvalid
	stateChanged // what was shown has changed since
)

func (c *confirmations) redeem(state string, caller, shown [32]byte) stateStatus {
	raw, err := base64.RawURLEncoding.DecodeString(state)
	if err != nil || base64.RawURLEncoding.EncodeToString(raw) != state { // line ends are ignored, and so are last bits
		return stateInvalid
	}
	plain, err := c.gcm.Open(nil, nil, raw, caller[:])
	if err != nil || len(plain) != 8+len(shown) {
		return stateInvalid
	}
	expires := time.Unix(int64(binary.BigEndian.Uint64(plain)), 0)
	if time.Now().After(expires) {
		return stateExpired
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for old, end := range c.redeemed {
		if time.Now().After(end) {
			delete(c.redeemed, old)
		}
	}
	if _, again := c.redeemed[string(raw)]; again {
		return stateInvalid
	}
	c.redeemed[string(raw)] = expires
	if [32]byte(plain[8:]) != shown {
		return stateChanged
	}
	return stateOK
}

// canonical returns JSON in a canonical form that keeps every digit, because
// clients may write the same arguments in another order or with other blanks.
// It returns text that is not JSON unchanged.
func canonical(arguments string) string {
	var value any
	d := json.NewDecoder(strings.NewReader(arguments))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return arguments
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return arguments
	}
	return string(raw)
}
