// Command health-verdicts answers what Flux, kstatus and `kubectl wait` make of objects. Each line of its input is a JSON object and the CEL
// expressions for its kind; each line of its output has the three verdicts.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/polling/engine"
	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"github.com/fluxcd/pkg/apis/kustomize"
	fluxcel "github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/cli-runtime/pkg/resource"
	"k8s.io/client-go/dynamic"
	"k8s.io/kubectl/pkg/cmd/wait"
)

type question struct {
	Check  kustomize.CustomHealthCheck `json:"check"`
	Object json.RawMessage             `json:"object"`
}

// A verdict is a status or an error.
type verdict struct {
	Status string `json:"status,omitempty"`
	Error  string `json:"error,omitempty"`
}

type answer struct {
	Flux    verdict `json:"flux"`
	Kstatus verdict `json:"kstatus"`
	Wait    verdict `json:"wait"`
}

func main() {
	if err := answerAll(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answerAll(in io.Reader, to io.Writer) error {
	waiter, err := newWaiter()
	if err != nil {
		return err
	}
	readers := flux{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(to)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		asked := question{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return err
		}
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(asked.Object); err != nil {
			return err
		}
		ofFlux, err := readers.verdict(asked.Check, object)
		if err != nil {
			return err
		}
		if err := encoder.Encode(answer{Flux: ofFlux, Kstatus: kstatusVerdict(object), Wait: waiter.verdict(object)}); err != nil {
			return err
		}
	}
	return lines.Err()
}

// flux has the readers that kustomize-controller makes from spec.healthCheckExprs, by their entry: making one takes longer than all that it reads.
type flux map[kustomize.CustomHealthCheck]engine.StatusReader

func (f flux) verdict(check kustomize.CustomHealthCheck, object *unstructured.Unstructured) (verdict, error) {
	reader, ok := f[check]
	if !ok {
		newReader, err := fluxcel.NewStatusReader([]kustomize.CustomHealthCheck{check})
		if err != nil {
			return verdict{}, err
		}
		reader = newReader(nil)
		f[check] = reader
	}
	read, err := reader.ReadStatusForObject(context.Background(), nil, object)
	if err != nil {
		return verdict{}, err
	}
	result := verdict{Status: read.Status.String()}
	if read.Error != nil {
		result.Error = read.Error.Error()
	}
	return result, nil
}

func kstatusVerdict(object *unstructured.Unstructured) verdict {
	result, err := status.Compute(object)
	if err != nil {
		return verdict{Error: err.Error()}
	}
	return verdict{Status: result.Status.String()}
}

// waiter is `kubectl wait --for=condition=Ready --timeout=0`, with a cluster of one object.
type waiter struct{ options *wait.WaitOptions }

func newWaiter() (waiter, error) {
	config := genericclioptions.NewConfigFlags(false)
	server := "http://127.0.0.1:1"
	config.APIServer = &server
	flags := wait.NewWaitFlags(config, genericiooptions.NewTestIOStreamsDiscard())
	flags.Timeout = 0
	flags.ForCondition = []string{"condition=Ready"}
	options, err := flags.ToOptions([]string{"claims/one"})
	return waiter{options}, err
}

func (w waiter) verdict(object *unstructured.Unstructured) verdict {
	w.options.DynamicClient = cluster{object: object}
	info := &resource.Info{Name: "one", Namespace: "team-a", Mapping: &meta.RESTMapping{Resource: schema.GroupVersionResource{Resource: "claims"}}}
	for _, isMet := range w.options.ConditionFn {
		if _, met, err := isMet(context.Background(), info, w.options); err != nil || !met {
			return verdict{Status: "waits"}
		}
	}
	return verdict{Status: "met"}
}

// cluster is a client of a cluster that has one object, and answers to nothing but a get.
type cluster struct {
	dynamic.NamespaceableResourceInterface
	object *unstructured.Unstructured
}

func (c cluster) Resource(schema.GroupVersionResource) dynamic.NamespaceableResourceInterface {
	return c
}

func (c cluster) Namespace(string) dynamic.ResourceInterface { return c }

func (c cluster) Get(context.Context, string, metav1.GetOptions, ...string) (*unstructured.Unstructured, error) {
	return c.object, nil
}
