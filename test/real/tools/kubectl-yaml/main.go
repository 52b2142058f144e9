// Command kubectl-yaml answers what kubectl makes of YAML text. Each line of its input is a text in base64; each line of its output is
// the answer: the JSON of every document that kubectl would send, and the error at which it stopped.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/yaml"
)

type answer struct {
	Values []any  `json:"values"`
	Error  string `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 256<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		text, err := base64.StdEncoding.DecodeString(lines.Text())
		if err == nil {
			err = encoder.Encode(read(text))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// read does as the StreamVisitor of kubectl:
// https://github.com/kubernetes/cli-runtime/blob/v0.36.3/pkg/resource/visitor.go
func read(text []byte) (result answer) {
	result.Values = []any{}
	defer func() {
		if problem := recover(); problem != nil {
			result.Error = fmt.Sprint("panic: ", problem)
		}
	}()
	decoder := yaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	for {
		extension := runtime.RawExtension{}
		if err := decoder.Decode(&extension); err != nil {
			if !errors.Is(err, io.EOF) {
				result.Error = err.Error()
			}
			return result
		}
		raw := bytes.TrimSpace(extension.Raw)
		if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
			continue
		}
		// The decoder of unstructured objects takes integers for int64.
		var value any
		if err := utiljson.Unmarshal(raw, &value); err != nil {
			result.Error = err.Error()
			return result
		}
		result.Values = append(result.Values, value)
	}
}
