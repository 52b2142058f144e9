package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/sigstore/sigstore/pkg/cryptoutils"
	sigstore "github.com/sigstore/sigstore/pkg/tuf"
	"github.com/theupdateframework/go-tuf"
)

// withMirror calls use while the trust roots that core fetches at its start come from a mirror of our own, as a company may have one. They
// are those in the folder; without one their keys are new, so nothing was ever signed by them.
func withMirror(roots string, use func() error) error {
	folder, err := os.MkdirTemp("", "image-config-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	root, err := makeMirror(folder, roots)
	if err != nil {
		return fmt.Errorf("cannot make a mirror: %w", err)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(folder, "repository"))))
	defer server.Close()
	if err := os.Setenv(sigstore.TufRootEnv, filepath.Join(folder, "cache")); err != nil {
		return err
	}
	if err := sigstore.Initialize(context.Background(), server.URL, root); err != nil {
		return fmt.Errorf("cannot use the mirror: %w", err)
	}
	return use()
}

func makeMirror(folder, roots string) ([]byte, error) {
	store := tuf.FileSystemStore(folder, nil)
	repo, err := tuf.NewRepo(store)
	if err != nil {
		return nil, err
	}
	if err := repo.Init(false); err != nil {
		return nil, err
	}
	for _, role := range []string{"root", "targets", "snapshot", "timestamp"} {
		if _, err := repo.GenKey(role); err != nil {
			return nil, err
		}
	}
	contents, err := trustRoots(roots)
	if err != nil {
		return nil, err
	}
	targets := filepath.Join(folder, "staged", "targets")
	if err := os.MkdirAll(targets, 0o755); err != nil {
		return nil, err
	}
	for usage, content := range contents {
		custom, err := json.Marshal(map[string]any{"sigstore": map[string]string{"usage": usage, "status": "Active"}})
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(targets, usage+".pem"), content, 0o600); err != nil {
			return nil, err
		}
		if err := repo.AddTarget(usage+".pem", custom); err != nil {
			return nil, err
		}
	}
	for _, step := range []func() error{repo.Snapshot, repo.Timestamp, repo.Commit} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	meta, err := store.GetMeta()
	return meta["root.json"], err
}

// trustRoots returns the roots in the folder by their usage, or new ones if there is no folder.
func trustRoots(folder string) (map[string][]byte, error) {
	if folder == "" {
		certificate, key, err := trustRoot()
		return map[string][]byte{"Fulcio": certificate, "Rekor": key, "CTFE": key}, err
	}
	contents := map[string][]byte{}
	for usage, name := range map[string]string{"Fulcio": "fulcio.pem", "Rekor": "rekor.pub", "CTFE": "ctfe.pub"} {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		contents[usage] = content
	}
	return contents, nil
}

// trustRoot returns a certificate of a root and its public key.
func trustRoot() ([]byte, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "root"},
		NotAfter:     time.Now().Add(time.Hour),
		IsCA:         true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, nil, err
	}
	public, err := cryptoutils.MarshalPublicKeyToPEM(key.Public())
	return cryptoutils.PEMEncode(cryptoutils.CertificatePEMType, der), public, err
}
