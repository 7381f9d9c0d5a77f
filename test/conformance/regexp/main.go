// Command regexp reads regular expressions and replacements as Go does and writes what it got.
//
// Standard input holds one JSON object a line, {"pattern": …, "replacement": …, "texts": […]}; standard output gets the
// same objects with "error" added, or with the names of the groups, whether a match is at the start only, what every
// match begins with, and the texts with the replacement in them.
package main

import (
	"regexp"
	"regexp/syntax"

	"k3s-registries/conformance/jsonlines"
)

type vector struct {
	Pattern     string   `json:"pattern"`
	Replacement string   `json:"replacement"`
	Texts       []string `json:"texts"`
	Error       string   `json:"error,omitempty"`
	Groups      []string `json:"groups,omitempty"`
	Anchored    bool     `json:"anchored,omitempty"`
	Prefix      string   `json:"prefix,omitempty"`
	Replaced    []string `json:"replaced,omitempty"`
}

func main() {
	jsonlines.Answer(func(v *vector) error {
		re, err := regexp.Compile(v.Pattern)
		if err != nil {
			v.Error = err.Error()
			return nil
		}
		return describe(re, v)
	})
}

func describe(re *regexp.Regexp, v *vector) error {
	v.Groups = re.SubexpNames()[1:]
	for _, text := range v.Texts {
		v.Replaced = append(v.Replaced, re.ReplaceAllString(text, v.Replacement))
	}
	tree, err := syntax.Parse(v.Pattern, syntax.Perl)
	if err != nil {
		return err
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return err
	}
	v.Anchored = program.StartCond()&syntax.EmptyBeginText != 0
	if program, err = syntax.Compile(withoutStart(tree.Simplify())); err != nil {
		return err
	}
	v.Prefix, _ = program.Prefix()
	return nil
}

// withoutStart takes the ^ off a pattern, since Go gives the prefix only of a pattern without one.
func withoutStart(tree *syntax.Regexp) *syntax.Regexp {
	if tree.Op != syntax.OpConcat {
		return tree
	}
	for len(tree.Sub) > 0 && tree.Sub[0].Op == syntax.OpBeginText {
		tree.Sub = tree.Sub[1:]
	}
	if len(tree.Sub) == 0 {
		return &syntax.Regexp{Op: syntax.OpEmptyMatch}
	}
	return tree
}
