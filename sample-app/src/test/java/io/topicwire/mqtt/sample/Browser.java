package io.topicwire.mqtt.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

	HttpResponse<String> post(String path) {
		return post(path, "application/json");
	}

	HttpResponse<String> post(String path, String contentType) {
		return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString("{}")).build(),
				BodyHandlers.ofString());
	}

	private <T> HttpResponse<T> send(String path, BodyHandler<T> bodyHandler) {
		return send(request(path).build(), bodyHandler);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler) {
		try {
			return this.client.send(request, bodyHandler);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException("No answer for " + request.uri(), ex);
		}
	}

}
