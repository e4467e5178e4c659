package io.topicwire.mqtt.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes down, in Markdown, which tests prove which statements.
 */
final class ConformanceDocument {

	private static final String INTRODUCTION = """
			# Conformance

			What the specifications of MQTT demand of a client, and the tests that prove that this one does it.

			The first column is the identifier of a normative statement in [MQTT %s](%s) or [MQTT %s](%s).
			The third is our reading of it, which says what a client has to send, to check or to do; the text of the specification decides.
			The last names the tests, by class (below the package `io.topicwire.mqtt`, in `mqtt-core/src/test/java`) and method.
			A statement may be proven by several tests, which look at it from the codec, from the session or from the wire, and a test may prove several statements.
			Statements that concern a server alone are left out; the tables with all of them are in `mqtt-core/src/test/resources/conformance`.

			Tests say themselves what they prove, with `@Mqtt5` and `@Mqtt3`.
			The build fails if one names a statement that does not exist, if a statement is proven by no test, and if this file is not what follows from both.
			It is written by `%s`.
			""";

	/**
	 * Writes the document.
	 */
	static final String COMMAND = "mvn -pl mqtt-core test -Dtest=ConformanceDocumentTests -Dconformance.write=true";

	private ConformanceDocument() {
	}

	static String generate(List<Proof> proofs) {
		StringBuilder document = new StringBuilder(
				INTRODUCTION.formatted("5.0", "https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html", "3.1.1",
						"https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/mqtt-v3.1.1.html", COMMAND));
		for (Specification specification : List.of(Specification.MQTT_5, Specification.MQTT_3_1_1)) {
			append(document, specification,
					proofs.stream().filter((proof) -> proof.specification() == specification).toList());
		}
		return document.toString();
	}

	private static void append(StringBuilder document, Specification specification, List<Proof> proofs) {
		List<Statement> statements = new ArrayList<>(specification.statements().values());
		int all = statements.size();
		statements.removeIf(Statement::isForServersOnly);
		document.append("\n## ").append(specification).append("\n\n");
		document.append("%d of the %d statements concern a client.\n\n".formatted(statements.size(), all));
		document.append("| Statement | About | What it demands of a client | Proven by |\n|---|---|---|---|\n");
		for (Statement statement : statements) {
			document.append("| %s | %s | %s | %s |\n".formatted(statement.id(), statement.packet(),
					statement.requirement().replace("|", "\\|"), tests(statement, proofs)));
		}
	}

	private static String tests(Statement statement, List<Proof> proofs) {
		return proofs.stream()
			.filter((proof) -> proof.id().equals(statement.id()))
			.map((proof) -> "`" + proof.testClass() + "." + proof.method() + "`")
			.collect(Collectors.joining("<br>"));
	}

}
