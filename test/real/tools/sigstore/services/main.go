// Command services starts all that a keyless signature needs: the real Fulcio and Rekor around real logs in memory, and an issuer of the
// tokens that GitHub would give a workflow. Its arguments are a folder, and the programs of Fulcio and Rekor. It writes the roots of trust and
// a token to the folder, prints where Fulcio and Rekor answer, and ends when its standard input does.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"k8s.io/klog/v2"
)

// programs are Fulcio and Rekor as long as they run, so that they never outlive this one.
var programs sync.WaitGroup

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	ctx, cancel := context.WithCancel(context.Background())
	err := run(ctx, os.Args[1], os.Args[2], os.Args[3])
	cancel()
	programs.Wait()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, folder, fulcioProgram, rekorProgram string) error {
	authority, err := newAuthority(folder)
	if err != nil {
		return err
	}
	trillian, err := startTrillian(ctx)
	if err != nil {
		return err
	}
	defer trillian.Close()
	transparency, err := serveCertificateLog(ctx, folder, trillian, authority.certificateFile)
	if err != nil {
		return err
	}
	issuer, err := serveIssuer(folder)
	if err != nil {
		return err
	}
	fulcio, err := startFulcio(ctx, folder, fulcioProgram, authority, transparency, issuer)
	if err != nil {
		return err
	}
	rekor, err := startRekor(ctx, folder, rekorProgram, trillian)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]string{"fulcio": fulcio, "rekor": rekor, "issuer": issuer}); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func startFulcio(ctx context.Context, folder, program string, authority *authority, transparency, issuer string) (string, error) {
	config := filepath.Join(folder, "fulcio.yaml")
	issuers := fmt.Sprintf("oidc-issuers:\n  %s:\n    issuer-url: %s\n    client-id: sigstore\n    type: github-workflow\n", issuer, issuer)
	if err := os.WriteFile(config, []byte(issuers), 0o600); err != nil {
		return "", err
	}
	ports, err := freePorts(3)
	if err != nil {
		return "", err
	}
	url := "http://127.0.0.1:" + ports[0]
	return url, startProgram(ctx, program, url+"/healthz",
		"serve", "--host=127.0.0.1", "--port="+ports[0], "--grpc-host=127.0.0.1", "--grpc-port="+ports[1], "--metrics-port="+ports[2],
		"--legacy-unix-domain-socket="+filepath.Join(folder, "fulcio.socket"), "--config-path="+config, "--ct-log-url="+transparency,
		"--ca=fileca", "--fileca-watch=false", "--fileca-cert="+authority.certificateFile, "--fileca-key="+authority.keyFile,
		"--fileca-key-passwd=none")
}

func startRekor(ctx context.Context, folder, program string, trillian *trillianLogs) (string, error) {
	host, port, err := net.SplitHostPort(trillian.address)
	if err != nil {
		return "", err
	}
	tree, err := trillian.newTree(ctx)
	if err != nil {
		return "", err
	}
	ports, err := freePorts(1)
	if err != nil {
		return "", err
	}
	url := "http://127.0.0.1:" + ports[0]
	endpoints := "getLogInfo,getPublicKey,getLogProof,createLogEntry,getLogEntryByIndex,getLogEntryByUUID,searchLogQuery"
	if err := startProgram(ctx, program, url+"/ping",
		"serve", "--rekor_server.address=127.0.0.1", "--port="+ports[0], "--rekor_server.hostname=rekor.test", "--rekor_server.signer=memory",
		"--trillian_log_server.address="+host, "--trillian_log_server.port="+port, fmt.Sprintf("--trillian_log_server.tlog_id=%d", tree),
		"--enabled_api_endpoints="+endpoints, "--enable_attestation_storage=false"); err != nil {
		return "", err
	}
	return url, download(url+"/api/v1/log/publicKey", filepath.Join(folder, "rekor.pub"))
}

// startProgram returns once the program answers at the address.
func startProgram(ctx context.Context, program, address string, arguments ...string) error {
	var output strings.Builder
	command := exec.CommandContext(ctx, program, arguments...)
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	programs.Go(func() { ended <- command.Wait() })
	for range 600 {
		select {
		case err := <-ended:
			return fmt.Errorf("%s ended: %w\n%s", filepath.Base(program), err, output.String())
		case <-time.After(100 * time.Millisecond):
		}
		answer, err := http.Get(address)
		if err != nil {
			continue
		}
		answer.Body.Close()
		if answer.StatusCode == http.StatusOK {
			return nil
		}
	}
	return fmt.Errorf("%s does not answer at %s after a minute", filepath.Base(program), address)
}

func download(address, file string) error {
	answer, err := http.Get(address)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o600)
}

// freePorts returns ports of the loopback address that nobody uses now.
func freePorts(count int) ([]string, error) {
	var ports []string
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		_, port, _ := net.SplitHostPort(listener.Addr().String())
		ports = append(ports, port)
	}
	return ports, nil
}
