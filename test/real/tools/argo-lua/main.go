// Command argo-lua answers what Argo CD makes of objects. Each line of its input is a JSON object and a script, or no script for the one that
// Argo CD brings along; each line of its output is the health.
//
// Argo CD's own package util/lua is not used, because it needs 1,200 packages more. The scripts run in the same interpreter, with the
// libraries that Argo CD opens:
// https://github.com/argoproj/argo-cd/blob/v3.5.1/util/lua/lua.go (runLua, ExecuteHealthLua)
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"time"

	"github.com/argoproj/argo-cd/v3/resource_customizations"
	lua "github.com/yuin/gopher-lua"
	luajson "layeh.com/gopher-json"
)

type question struct {
	// Script is the Lua of a ConfigMap; without it the script that Argo CD brings along for the kind.
	Script string         `json:"script"`
	Object map[string]any `json:"object"`
}

type answer struct {
	Status  string `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
	Error   string `json:"error,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for lines.Scan() {
		asked := question{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := encoder.Encode(healthOf(asked)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func healthOf(asked question) answer {
	script, isBundled := asked.Script, asked.Script == ""
	if isBundled {
		script = bundled(asked.Object)
	}
	if script == "" {
		// Without any script Argo CD has no opinion, and its Application takes the object for healthy.
		return answer{}
	}
	health, err := run(script, isBundled, asked.Object)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return health
}

// bundled returns the script of Argo CD for the kind, then that of a pattern, in which an underscore stands for anything.
func bundled(object map[string]any) string {
	apiVersion, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	group, _, _ := strings.Cut(apiVersion, "/")
	if text, err := resource_customizations.Embedded.ReadFile(path.Join(group, kind, "health.lua")); err == nil {
		return string(text)
	}
	folders, _ := resource_customizations.Embedded.ReadDir(".")
	for _, folder := range folders {
		suffix, isPattern := strings.CutPrefix(folder.Name(), "_")
		if !isPattern || !strings.HasSuffix(group, suffix) {
			continue
		}
		if text, err := resource_customizations.Embedded.ReadFile(path.Join(folder.Name(), "_", "health.lua")); err == nil {
			return string(text)
		}
	}
	return ""
}

func run(script string, openLibraries bool, object map[string]any) (answer, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: !openLibraries})
	defer state.Close()
	for _, library := range []struct {
		name string
		open lua.LGFunction
	}{{lua.LoadLibName, lua.OpenPackage}, {lua.BaseLibName, lua.OpenBase}, {lua.TabLibName, lua.OpenTable}} {
		call := lua.P{Fn: state.NewFunction(library.open), Protect: true}
		if err := state.CallByParam(call, lua.LString(library.name)); err != nil {
			return answer{}, err
		}
	}
	limit, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(limit)
	state.SetGlobal("obj", luajson.DecodeValue(state, object))
	if err := state.DoString(script); err != nil {
		return answer{}, err
	}
	returned := state.Get(-1)
	if returned.Type() != lua.LTTable {
		return answer{}, fmt.Errorf("the script returned %s", returned.Type())
	}
	text, err := luajson.Encode(returned)
	if err != nil {
		return answer{}, err
	}
	health := answer{}
	if err := json.Unmarshal(text, &health); err != nil {
		return answer{}, err
	}
	if health.Error != "" {
		return answer{}, errors.New("the script returned another field than status and message")
	}
	return health, nil
}
