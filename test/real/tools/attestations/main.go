// Command attestations reads SBOMs and statements of provenance with the libraries by which scanners and verifiers read them. Its
// arguments are files. Each line of its output is a JSON object: the file, and what was read or why it cannot be.
package main

import (
	"encoding/json"
	"os"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"google.golang.org/protobuf/encoding/protojson"

	provenance "github.com/in-toto/attestation/go/predicates/provenance/v1"
	intoto "github.com/in-toto/attestation/go/v1"
)

type answer struct {
	File    string   `json:"file"`
	Problem string   `json:"problem,omitempty"`
	Names   []string `json:"names,omitempty"`
}

func main() {
	out := json.NewEncoder(os.Stdout)
	for _, file := range os.Args[1:] {
		read := statement
		if strings.HasSuffix(file, ".cdx.json") {
			read = bom
		}
		names, err := read(file)
		a := answer{File: file, Names: names}
		if err != nil {
			a.Problem = err.Error()
		}
		if err := out.Encode(a); err != nil {
			panic(err)
		}
	}
}

// bom returns the package URLs of an SBOM.
func bom(file string) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b cdx.BOM
	if err := cdx.NewBOMDecoder(f, cdx.BOMFileFormatJSON).Decode(&b); err != nil {
		return nil, err
	}
	var names []string
	if b.Components != nil {
		for _, c := range *b.Components {
			if c.PackageURL != "" {
				names = append(names, c.PackageURL)
			}
		}
	}
	return names, nil
}

// statement returns the subjects of a statement whose predicate is the provenance of SLSA.
func statement(file string) ([]string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var s intoto.Statement
	if err := protojson.Unmarshal(content, &s); err != nil {
		return nil, err
	}
	if err := s.Validate(); err != nil {
		return nil, err
	}
	predicate, err := protojson.Marshal(s.GetPredicate())
	if err != nil {
		return nil, err
	}
	var p provenance.Provenance
	if err := protojson.Unmarshal(predicate, &p); err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, err
	}
	var names []string
	for _, subject := range s.GetSubject() {
		names = append(names, subject.GetName())
	}
	return names, nil
}
