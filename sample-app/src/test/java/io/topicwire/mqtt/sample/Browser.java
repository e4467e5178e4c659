package io.topicwire.mqtt.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the application like a browser does.
 */
class Browser {

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper jsonMapper = JsonMapper.builder().build();

	private final int port;

	Browser(int port) {
		this.port = port;
	}

	HttpResponse<String> get(String path) {
		return send(path, BodyHandlers.ofString());
	}

	JsonNode getJson(String path) {
		return this.jsonMapper.readTree(get(path).body());
	}

	HttpResponse<Stream<String>> getLines(String path) {
		return send(path, BodyHandlers.ofLines());
	}

	private <T> HttpResponse<T> send(String path, BodyHandler<T> bodyHandler) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		try {
			return this.client.send(request, bodyHandler);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException("No answer for " + path, ex);
		}
	}

}
